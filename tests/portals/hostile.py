"""Pages that break crawlers and extractors, switched on by --hostile and listed like articles."""

from portals.web import HTML, Response, redirect

TITLES = {
    "empty": "Halaman Tanpa Isi di Tengah Kabar Pagi",
    "binary": "Berkas Aneh yang Mengaku Halaman Berita",
    "truncated": "Kabar yang Terputus di Tengah Kalimat",
    "mislabelled": "Kabar dengan Nama Huruf yang Keliru",
    "non_utf8": "Kabar dengan Huruf Lama Tanpa Keterangan",
    "huge": "Kabar Paling Panjang Sepanjang Tahun",
    "redirect_loop": "Kabar yang Berputar Tanpa Akhir",
    "slow": "Kabar yang Datang Setetes Demi Setetes",
    "server_error": "Kabar dari Peladen yang Sakit",
    "flaky": "Kabar dari Peladen yang Sekali Menolak",
    "block_notice": "Kabar di Balik Pintu Penjaga",
    "no_article": "Halaman Foto Tanpa Naskah",
}
HUGE_MB = 30
SLOW_PAUSE = 0.25


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
        return self._flaky(url) if kind == "flaky" else self._fixed[kind]

    def _flaky(self, url: str) -> Response:
        if url not in self._asked:
            self._asked.add(url)
            return Response(503, b"<html><body>Service Unavailable</body></html>", headers=(("Retry-After", "1"),))
        return Response(200, _article("Pada permintaan kedua halaman ini datang juga.").encode())


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
