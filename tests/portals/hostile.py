"""Pages that break crawlers and extractors, switched on by --hostile and listed like articles; hosts that do so whole.

docs/hostile.md says what becomes of each in a crawl; a test compares it with `TITLES` and `HOSTS`.
"""

import gzip
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import brotli  # type: ignore[import-untyped]  # publishes no types; Scrapy itself requires it

from portals.web import HTML, Handler, Request, Response, as_json, page, plain, redirect, xml

TITLES = {
    "empty": "Halaman Tanpa Isi di Tengah Kabar Pagi",
    "binary": "Berkas Aneh yang Mengaku Halaman Berita",
    "truncated": "Kabar yang Terputus di Tengah Kalimat",
    "dropped": "Kabar yang Sambungannya Ditutup Sebelum Jawaban",
    "overlong": "Kabar yang Lebih Panjang daripada Ukurannya",
    "endless": "Kabar yang Tidak Pernah Selesai",
    "drip": "Kabar yang Menetes Terlalu Lambat",
    "gzip_bomb": "Kabar Kecil yang Membengkak Setelah Dibuka",
    "brotli_bomb": "Kabar Kecil yang Membengkak dengan Cara Lain",
    "mislabelled": "Kabar dengan Nama Huruf yang Keliru",
    "non_utf8": "Kabar dengan Huruf Lama Tanpa Keterangan",
    "nul_bytes": "Kabar dengan Lubang di Antara Hurufnya",
    "huge": "Kabar Paling Panjang Sepanjang Tahun",
    "colspan": "Kabar dengan Tabel Selebar Samudra",
    "redirect_loop": "Kabar yang Berputar Tanpa Akhir",
    "redirect_file": "Kabar yang Menunjuk ke Berkas Setempat",
    "redirect_metadata": "Kabar yang Menunjuk ke Mesin Dalam",
    "slow": "Kabar yang Datang Setetes Demi Setetes",
    "server_error": "Kabar dari Peladen yang Sakit",
    "flaky": "Kabar dari Peladen yang Sekali Menolak",
    "busy_seconds": "Kabar yang Minta Ditunggu Sedetik",
    "busy_date": "Kabar yang Minta Ditunggu Sampai Waktunya",
    "error_page": "Kabar yang Hilang tetapi Mengaku Ada",
    "block_notice": "Kabar di Balik Pintu Penjaga",
    "no_article": "Halaman Foto Tanpa Naskah",
    "tracking": "Kabar yang Terdaftar dengan Banyak Alamat",
}
KINDS: Mapping[str, str] = {title: kind for kind, title in TITLES.items()}
# One page under several addresses: what newsletters, social networks and feeds hang on to them.
JUNK: Mapping[str, tuple[str, ...]] = {
    "tracking": (
        "",
        "?utm_source=rss&utm_medium=feed",
        "?fbclid=IwAR0x",
        "?ref=wa&utm_campaign=pagi",
        "?page=all#isi",
    )
}
# Whole hosts; the test's outlet files lead a crawl there. The first two of them answer.
HOSTS = {
    "sitemap_loop": "petabolak.example",
    "calendar": "kalender.example",
    "tls": "palsu.example",
    "dns": "tidak-ada.example",
    "dns_inside": "dalam.example",
    "robots_inside": "robotdalam.example",
}
WITHOUT_CERTIFICATE = frozenset({HOSTS["tls"]})
HUGE_MB = 50
BOMB_MB = 64
SLOW_PAUSE = 0.1
DRIP_PAUSE = 5.0


def kinds_of(outlet: str) -> tuple[str, ...]:
    """Which hostile pages an outlet has: tribun-jateng all of them, the others the two commonest."""
    return tuple(TITLES) if outlet == "tribun-jateng" else ("empty", "server_error")


def slug_of(kind: str) -> str:
    return "kabar-" + {"empty": "kosong", "binary": "berkas", "huge": "panjang"}.get(kind, kind.replace("_", "-"))


def _article(lead: str, head: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head>{head}<title>Kabar percobaan</title></head><body><div id='article'>"
        f"<h1 id='arttitle'>Kabar percobaan</h1><div class='side-article txt-article'><p>{lead}</p>"
        "<p>Warga Kota Tegal menyebut café di sudut alun-alun itu “tempat paling teduh” sejak renovasi rampung – "
        "begitu kata Sri Wahyuni, pedagang setempat, Senin pagi.</p></div></div></body></html>"
    )


def _huge() -> Response:
    filler = "<p>Baris ini diulang supaya halaman menjadi sangat panjang, jauh melebihi berita mana pun.</p>\n" * 1000
    block = filler.encode("utf-8")
    return Response(200, block, HTML, repeat=HUGE_MB * 1_000_000 // len(block) + 1)


def _fixed() -> dict[str, Response]:
    """The pages that answer alike each time."""
    cp1252 = _article("Nama huruf halaman ini keliru.", '<meta charset="utf-8">').encode("cp1252")
    return {
        "empty": Response(200, b""),
        "binary": Response(200, b"\x89PNG\r\n\x1a\n\x00\x00" + bytes(range(256)) * 40),
        "truncated": Response(200, _article("Kabar ini terputus").encode()[:400], missing=6000),
        # The header says Latin 2, the page says UTF-8, the bytes are CP1252.
        "mislabelled": Response(200, cp1252, "text/html; charset=iso-8859-2"),
        "non_utf8": Response(200, _article("Tanpa keterangan huruf.").encode("cp1252"), "text/html"),
        "huge": _huge(),
        "slow": Response(200, _article("Kabar ini datang perlahan.").encode(), pause=SLOW_PAUSE),
        "dropped": Response(raw=b""),
        "overlong": Response(200, _article("Ukuran halaman ini keliru.").encode() + b"x" * _OVER, missing=-_OVER),
        "endless": Response(200, b"<p>Baris ini tidak pernah berhenti.</p>\n" * 1000, endless=True),
        "drip": Response(200, _article("Kabar ini menetes.").encode(), pause=DRIP_PAUSE),
        "nul_bytes": Response(200, _article("Kabar\0 ini ber\0lubang.").encode()),
        "colspan": Response(200, _article(_COLSPAN).encode()),
        "error_page": Response(200, _ERROR_PAGE.encode()),
        "tracking": Response(200, _article("Satu kabar, banyak alamat.").encode()),
        "redirect_file": redirect("file:///etc/passwd", 302),
        "redirect_metadata": redirect("http://169.254.169.254/latest/meta-data/", 302),
        "server_error": Response(500, b"<html><body><h1>500 Internal Server Error</h1></body></html>"),
        "block_notice": Response(200, _BLOCK_NOTICE.encode()),
        "no_article": Response(200, _GALLERY.encode()),
    }


class Hostile:
    """Answers for the hostile pages; keeps count for the one that fails only the first time."""

    def __init__(self) -> None:
        self._asked: set[str] = set()
        self._fixed = _fixed()

    def respond(self, kind: str, url: str) -> Response:
        """The answer of that kind of page at that address. Raises KeyError for an unknown kind."""
        if kind == "redirect_loop":
            return redirect(url.split("?")[0] if "putar=1" in url else f"{url}?putar=1", 302)
        if kind.endswith("_bomb"):
            return _bomb(kind)
        if kind in ("flaky", "busy_seconds", "busy_date") and url not in self._asked:
            self._asked.add(url)
            return _later(kind)
        return self._fixed.get(kind) or Response(200, _article("Pada permintaan kedua halaman ini datang.").encode())


def _bomb(kind: str) -> Response:
    """A small body that unpacks to BOMB_MB of blanks."""
    blanks = b"<html><body>" + b" " * (BOMB_MB * 1_000_000)
    if kind == "gzip_bomb":
        return Response(200, gzip.compress(blanks, zlib.Z_BEST_SPEED), headers=(("Content-Encoding", "gzip"),))
    packed: bytes = brotli.compress(blanks, quality=1)
    return Response(200, packed, headers=(("Content-Encoding", "br"),))  # though nobody asked for brotli


def _later(kind: str) -> Response:
    """Not now: a 503, or a 429 with Retry-After in either form (the date by the server's own clock)."""
    if kind == "flaky":
        return Response(503, b"<html><body>Service Unavailable</body></html>", headers=(("Retry-After", "1"),))
    now = datetime.now(UTC)
    when = "1" if kind == "busy_seconds" else format_datetime(now + timedelta(seconds=2), usegmt=True)
    return Response(429, b"", headers=(("Date", format_datetime(now, usegmt=True)), ("Retry-After", when)))


def _sitemap_loop(request: Request) -> Response:
    """A sitemap that names itself, and itself again under ever new addresses; beside them one true entry."""
    if request.path == "/robots.txt":
        return plain("User-agent: *\nAllow: /\n")
    if request.path != "/sitemap.xml":
        return page(_article("Peta situs ini berputar."))
    here = f"https://{request.host}/sitemap.xml"
    children = [here, *(f"{here}?v={request.number('v', 0) * 2 + step}" for step in (1, 2))]
    if request.number("v", 0) % 2:
        return xml(f"<urlset><url><loc>https://{request.host}/berita/kabar-peta-yang-benar</loc></url></urlset>")
    return xml(
        "<sitemapindex>" + "".join(f"<sitemap><loc>{one}</loc></sitemap>" for one in children) + "</sitemapindex>"
    )


def _calendar(request: Request) -> Response:
    """A list without end: every page shows one more article of the same day, and there is always a next page."""
    if request.path == "/robots.txt":
        return plain("User-agent: *\nAllow: /\n")
    if request.path.rstrip("/") != "/wp-json/wp/v2/posts":
        return Response(404, b"<html><body>tidak ada</body></html>")
    days = range(request.number("page"), request.number("page") + request.number("per_page"))
    posts = [
        {
            "link": f"https://{request.host}/kabar-hari-ke-{day}/",
            "date": "2025-09-05T08:00:00",
            "title": {"rendered": f"Kabar hari ke-{day}"},
        }
        for day in days
    ]
    return as_json(posts, headers=(("X-WP-TotalPages", "1000000"),))


def sites() -> dict[str, Handler]:
    """The hosts that answer: the one without a certificate would, the one that is not there does not."""
    return {
        HOSTS["sitemap_loop"]: _sitemap_loop,
        HOSTS["calendar"]: _calendar,
        HOSTS["robots_inside"]: lambda _request: redirect("http://169.254.169.254/robots.txt", 302),
        HOSTS["tls"]: lambda _request: page(_article("Siapa pun dapat menulis ini.")),
    }


_OVER = 700
_COLSPAN = (
    "Tabel ini lebar.</p><table><tr><td colspan='2147483647' rowspan='2147483647'>satu</td><td colspan='99999999999'>"
    "dua</td></tr></table><p>Lanjut."
)
_ERROR_PAGE = (
    "<!DOCTYPE html><html><head><title>Halaman tidak ditemukan</title></head><body><h1>Halaman tidak ditemukan</h1>"
    "<p>Maaf, halaman yang Anda cari tidak ada atau sudah dihapus.</p></body></html>"
)
_BLOCK_NOTICE = (
    "<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head><body><h1>Sorry, you have been "
    "blocked</h1><h2>You are unable to access this website</h2><p>Why have I been blocked? This website is using a "
    "security service to protect itself from online attacks.</p><p>Cloudflare Ray ID: 8c1f00aa11bb22cc</p></body>"
    "</html>"
)
_GALLERY = (
    "<!DOCTYPE html><html><head><title>FOTO: Lomba Perahu</title></head><body>"
    "<h1 id='arttitle'>FOTO: Lomba Perahu</h1><div class='side-article txt-article'></div>"
    "<ul><li><a href='/foto/1'>1</a></li></ul></body></html>"
)
