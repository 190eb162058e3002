"""Article pages put together by chance from the habits of Indonesian templates: how the text is set, what stands in it,
around it and behind it; names of elements that say something, nothing, or none. All words are invented."""

import random
from dataclasses import dataclass

TITLE = "Wali Kota Margasari Minta ASN Netral di Pilkada, Ini Sanksinya"
PROSE = (
    "Wali Kota Margasari, Hadi Prawoto, meminta seluruh aparatur sipil negara menjaga netralitas pada pilkada tahun ini.",
    "Permintaan itu ia sampaikan saat memimpin apel pagi di halaman balai kota, Senin (5/8).",
    "Apel diikuti ratusan pegawai dari berbagai dinas dan badan.",
    '"Jangan sampai ada pegawai yang ikut berfoto dengan calon," kata Hadi kepada wartawan seusai apel.',
    "Menurut dia, pengawasan akan dilakukan oleh inspektorat bersama badan pengawas pemilihan.",
    "Laporan warga juga akan ditindaklanjuti paling lambat tiga hari setelah diterima.",
    "Sekretaris daerah, Yunita Larasati, menambahkan surat edaran tentang netralitas sudah dikirim ke kecamatan.",
    "Ia berharap tidak ada lagi pegawai yang dijatuhi sanksi seperti pada pemilihan sebelumnya.",
    "Tahun lalu, enam pegawai mendapat teguran tertulis karena memasang gambar calon di media sosial.",
    "Ketua badan pengawas, Rudi Santosa, mengatakan pihaknya membuka posko aduan di setiap kecamatan.",
    '"Kami minta warga tidak ragu melapor, identitas pelapor kami lindungi," ujarnya.',
    "Pakar hukum tata negara Dian Puspita menilai aturan yang ada sudah cukup, tinggal penegakannya.",
    "Menurut Dian, sanksi yang ringan membuat pelanggaran berulang dari tahun ke tahun.",
    "Pemilihan akan digelar serentak pada 27 November mendatang di seluruh kabupaten dan kota.",
    "Camat Kedungjati, Slamet Riyadi, memastikan seluruh perangkat desa sudah menandatangani ikrar netralitas.",
    "Bagi yang melanggar, kata dia, akan diproses sesuai ketentuan yang berlaku.",
)
HEADLINES = (
    "Harga Cabai di Pasar Induk Turun Menjelang Lebaran",
    "Persim Margasari Menang Telak atas Tamunya",
    "Jalan Provinsi Ditutup Sementara Akibat Longsor",
    "Petani Bawang Keluhkan Harga Pupuk yang Mahal",
    "Sekolah Baru Dibangun di Perbatasan Kota",
    "Warga Gotong Royong Bersihkan Sungai Tiap Pekan",
    "Bupati Resmikan Jembatan Gantung Penghubung Desa",
    "Dua Pencuri Motor Ditangkap di Stasiun",
)
SUMMARIES = (
    "Harga cabai rawit merah di pasar induk turun dalam sepekan terakhir karena pasokan dari petani bertambah.",
    "Tim asuhan pelatih baru itu tampil menyerang sejak menit pertama di hadapan pendukungnya sendiri.",
    "Longsor menutup badan jalan sepanjang dua puluh meter setelah hujan deras semalam di perbatasan.",
    "Petani mengaku harus membeli pupuk dengan harga dua kali lipat sejak awal musim tanam lalu.",
    "Pembangunan sekolah ditargetkan selesai sebelum tahun ajaran baru dimulai pada pertengahan Juli.",
    "Kegiatan gotong royong digelar setiap Minggu pagi dan diikuti puluhan kepala keluarga di kampung itu.",
    "Jembatan gantung menghubungkan dua desa yang selama ini dipisahkan sungai besar dan hutan.",
    "Polisi menangkap dua orang yang diduga mencuri kendaraan bermotor di area parkir stasiun.",
)
COMMENTS = (
    "Setuju sekali dengan pak wali kota, semoga semua pegawai bisa mematuhi aturan yang ada.",
    "Percuma ada aturan kalau tidak ada sanksi yang tegas, dari dulu juga begitu terus.",
    "Di kantor saya malah ada yang terang-terangan mendukung salah satu calon, ke mana harus melapor?",
)
ABOUT = "Portal Contoh adalah media siber yang menyajikan berita terkini dari seluruh daerah secara berimbang."
COOKIES = "Kami menggunakan cookie untuk meningkatkan pengalaman Anda dan menampilkan iklan yang sesuai minat Anda."
LETTER = "Dapatkan berita pilihan setiap pagi langsung di kotak surat Anda dengan berlangganan layanan kami."
BIO = "Ani Dewi adalah jurnalis yang meliput isu politik dan pemerintahan sejak tahun 2015."
CAPTION = "Wali Kota Hadi Prawoto saat memimpin apel di balai kota"
IMAGE = '<img src="/i.jpg">'


@dataclass(frozen=True)
class MadePage:
    """`html`: the page; `paragraphs`: its article's; `dateline`, `authors`: what it names."""

    html: str
    paragraphs: tuple[str, ...]
    dateline: str | None
    authors: tuple[str, ...]


def _link(at: int) -> str:
    return f'<a href="/b/{at}">{HEADLINES[at]}</a>'


def _card(at: int) -> str:
    return f'<div><a href="/b/{at}">{IMAGE}</a><h3>{_link(at)}</h3><p>{SUMMARIES[at]}</p></div>'


def _items(start: int, count: int) -> str:
    return "".join(f"<li>{_link((start + at) % len(HEADLINES))}</li>" for at in range(count))


class _Maker:
    """One page's choices."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.naming = self.random.choice(("hash", "plain", "none"))

    def name(self, *words: str) -> str:
        if self.naming == "none":
            return ""
        if self.naming == "hash":
            return f' class="css-{self.random.randrange(10**6):x}"'
        return f' class="{self.random.choice(words)}"'

    def pick(self, *options: str) -> str:
        return self.random.choice(options)

    def insert(self) -> str:
        at = self.random.randrange(len(HEADLINES))
        return self.pick(
            "",
            f"<p>Baca juga: {_link(at)}</p>",
            f"<p><strong>BACA JUGA: {_link(at)}</strong></p>",
            f"<div><strong>Lihat Juga :</strong><br>{_link(at)}</div>",
            f"<p>Kabar yang juga menarik: {_link(at)}</p>",
            f"<ul>{_items(at, 2)}</ul>",
            f"<div><h4>Baca Juga</h4><ul>{_items(at, 3)}</ul></div>",
            "<div>ADVERTISEMENT</div><div>SCROLL TO CONTINUE WITH CONTENT</div>",
            f"<p>{_link(at)}</p>",
            "<p>Gulir ke bawah untuk lanjut membaca</p>",
            f"<div{self.name('box', 'lain')}><span>Artikel Terkait</span>{_card(at)}</div>",
        )

    def column(self, paragraphs: list[str]) -> str:
        """The text with inserts between, in one of the ways that templates set it."""
        form = self.pick("<p>{}</p>", "<p>{}</p>", "<div>{}</div>", "<p><span>{}</span></p>", "pieces")
        at = set(
            self.random.sample(range(1, len(paragraphs)), min(len(paragraphs) - 1, self.random.choice((0, 1, 2))))
        )
        if form != "pieces":
            return "".join((self.insert() if n in at else "") + form.format(p) for n, p in enumerate(paragraphs))
        out, piece = "", ""
        for number, text in enumerate(paragraphs):
            piece += f"<p>{text}</p>"
            if number in at or number == len(paragraphs) - 1:
                out += f"<div>{piece}</div>" + (self.insert() if number in at else "")
                piece = ""
        return out

    def lead(self) -> str:
        return self.pick(
            "",
            IMAGE,
            f"<figure>{IMAGE}<figcaption>{CAPTION}. (Foto: Ani/Contoh)</figcaption></figure>",
            f"<div{self.name('box', 'atas')}>{IMAGE}<p>{CAPTION}. (Foto: Ani/Contoh)</p></div>",
            f"<div{self.name('box', 'atas')}>{IMAGE}<div>{CAPTION} (Dok. Humas)</div></div>",
            f"<p>{IMAGE}<br><em>{CAPTION}. Foto: Ani Dewi</em></p>",
        )

    def related(self) -> str:
        return self.pick(
            "",
            f"<div{self.name('box', 'lain')}><h3>Berita Lainnya</h3>{''.join(map(_card, range(6)))}</div>",
            f"<div{self.name('box', 'lain')}><h4>Terkait</h4><ul>{_items(0, 6)}</ul></div>",
            f"<h4>Artikel Lain</h4>{''.join(f'<p>{_link(at)}</p>' for at in range(5))}",
            "".join(
                f'<a href="/b/{n}"><div>{line}</div><div>{n + 1} jam lalu</div></a>'
                for n, line in enumerate(HEADLINES)
            ),
        )

    def comments(self) -> str:
        said = "".join(
            f"<div><b>Pembaca {n}</b><span>{n + 1} jam lalu</span><p>{line}</p><a href='#'>Balas</a></div>"
            for n, line in enumerate(COMMENTS)
        )
        return self.pick("", f"<div><h3>3 Komentar</h3>{said}</div>", "<div><h3>Tinggalkan Balasan</h3></div>")

    def aside(self, article: str) -> str:
        """The article with a column of other things before or behind it, or none."""
        popular = f"<div{self.name('kanan', 'col-4')}><h3>Terpopuler</h3><ol>{_items(0, 8)}</ol></div>"
        focus = f"<div{self.name('kanan', 'col-4')}><h3>Fokus</h3>" + "".join(
            f"<h4>{_link(at)}</h4><p>{SUMMARIES[at]}</p>" for at in range(6)
        )
        return self.pick(article, popular + article, article + popular, f"{article}{focus}</div>")


def make_page(seed: int) -> MadePage:
    """The page of a seed: the same each time."""
    maker = _Maker(seed)
    chosen = sorted(maker.random.sample(range(len(PROSE)), maker.random.randrange(7, len(PROSE))))
    paragraphs: list[str] = []
    for at in chosen:
        if paragraphs and maker.random.random() < 0.3:
            paragraphs[-1] += " " + PROSE[at]
        else:
            paragraphs.append(PROSE[at])
    opening, place = maker.random.choice(
        (("", None), ("MARGASARI, Contoh.id – ", "MARGASARI"), ("Semarang (ANTARA) - ", "Semarang"))
    )
    paragraphs[0] = opening + paragraphs[0]
    byline, authors = maker.random.choice(
        (
            ("", ()),
            ("<div><span>Ani Dewi</span> - <span>Senin, 5 Agustus 2024 | 10:15 WIB</span></div>", ("Ani Dewi",)),
            ("<p>Oleh: Ani Dewi</p><p>5 Agustus 2024 10:15</p>", ("Ani Dewi",)),
            ("<div>05/08/2024 10:15 WIB</div><div>Penulis: Ani Dewi | Editor: Budi Harto</div>", ("Ani Dewi",)),
        )
    )
    heading = f"<{(tag := maker.pick('h1', 'h2', 'div'))}>{TITLE}</{tag}>"
    column = maker.column(paragraphs) + maker.pick(
        "", "<p>(ani/bud)</p>", "<p>Sumber: Kantor Berita</p>", "<p>Ikuti kami di Google News</p>"
    )
    tags = maker.pick("", '<p>Tags: <a href="/tag/a">Pilkada</a> <a href="/tag/b">ASN</a></p>')
    bio = maker.pick("", f"<div{maker.name('box', 'kotak')}>{IMAGE}<h4>Ani Dewi</h4><p>{BIO}</p></div>")
    letter = maker.pick("", f"<div{maker.name('box', 'kotak')}><h4>Langganan</h4><p>{LETTER}</p></div>")
    share = maker.pick("", "<div>Bagikan: <a href='#'>Facebook</a> <a href='#'>WhatsApp</a></div>")
    head, tail = f"{heading}{byline}{share}{maker.lead()}", f"{tags}{bio}{letter}{maker.related()}{maker.comments()}"
    article = maker.pick(
        f"<div{maker.name('post', 'single')}>{head}<div{maker.name('isi', 'text')}>{column}</div>{tail}</div>",
        f"<div{maker.name('post', 'single')}>{head}{column}{tail}</div>",
        f"<article><header>{heading}{byline}</header><div>{maker.lead()}{column}</div></article><div>{tail}</div>",
    )
    nav = "<nav><ul><li><a href='/nasional'>Nasional</a></li><li><a href='/daerah'>Daerah</a></li></ul></nav>"
    cookies = maker.pick("", f"<div><p>{COOKIES}</p></div>")
    html = (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{TITLE} - Portal Contoh</title></head>"
        f"<body>{cookies}<div>{nav}{maker.aside(article)}"
        f"<footer><p>{ABOUT}</p><p>Copyright © 2024 Portal Contoh</p></footer></div></body></html>"
    )
    return MadePage(html, tuple(paragraphs), place, authors)
