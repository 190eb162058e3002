"""Short generated items (prices, weather, trains), as portals print by the dozen: off topic, to fill lists."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from portals.address import slugify
from portals.piece import Piece
from portals.prose import pick

PLACES = (
    "Slawi",
    "Brebes",
    "Pekalongan",
    "Batang",
    "Kajen",
    "Pemalang",
    "Kendal",
    "Wates",
    "Bantul",
    "Siak",
    "Dumai",
)
GOODS = ("cabai rawit", "bawang merah", "beras medium", "telur ayam", "minyak goreng", "gula pasir")
SKIES = ("cerah berawan", "hujan ringan", "berawan", "hujan sedang")


def _price(place: str, number: int) -> tuple[str, Sequence[str]]:
    goods, price = GOODS[number % len(GOODS)], 14_000 + 350 * (number % 37)
    return (
        f"Harga {goods.title()} di Pasar {place} Pekan Ini, Catatan ke-{number}",
        (
            f"Harga {goods} di Pasar {place} tercatat Rp {price:,} per kilogram pada pagi ini.".replace(",", "."),
            f"Pedagang menyebut pasokan {goods} datang dua kali seminggu dari petani setempat.",
            "Pembeli diminta menyimpan nota dan menawar dengan wajar.",
            f"Catatan berikutnya disusun pekan depan dengan bertanya kepada {3 + number % 5} lapak.",
        ),
    )


def _weather(place: str, number: int) -> tuple[str, Sequence[str]]:
    sky, heat = SKIES[number % len(SKIES)], 24 + number % 9
    return (
        f"Prakiraan Cuaca {place} Besok, Lembar {number}",
        (
            f"Langit {place} besok diprakirakan {sky} sejak pagi.",
            f"Suhu udara berkisar {heat} sampai {heat + 6} derajat, kelembapan {60 + number % 30} persen.",
            f"Angin bertiup dari timur dengan kecepatan {5 + number % 15} kilometer per jam.",
            "Warga yang bepergian dengan sepeda motor disarankan membawa jas hujan.",
        ),
    )


def _train(place: str, number: int) -> tuple[str, Sequence[str]]:
    hour, minute = 4 + number % 18, number * 7 % 60
    return (
        f"Jadwal Kereta Lokal dari {place}, Edisi {number}",
        (
            f"Kereta lokal dari {place} berangkat pukul {hour:02d}.{minute:02d} setiap hari.",
            f"Tiket dapat dipesan sejak {7 + number % 20} hari sebelum berangkat.",
            "Penumpang diminta tiba di stasiun paling lambat setengah jam sebelumnya.",
            "Anak di bawah tiga tahun tidak membayar bila dipangku.",
        ),
    )


KINDS = (_price, _weather, _train)


def fillers_of(outlet: str, count: int, newest: datetime) -> list[Piece]:
    """`count` items of one outlet, all on the day of its newest article or the days before, 30 minutes apart."""
    pieces = []
    for number in range(1, count + 1):
        place = pick(f"{outlet}{number}", PLACES)
        title, paragraphs = KINDS[number % len(KINDS)](place, number)
        pieces.append(
            Piece(
                outlet=outlet,
                slug=f"{number:03d}-{slugify(title)}",
                title=title,
                published=newest - timedelta(minutes=30 * number),
                section="Info",
                genre="off_topic",
                body="\n\n".join(paragraphs),
                dateline=place.upper(),
                tags=("info",),
            )
        )
    return pieces
