"""Every form of date that Indonesian news pages are known to use, one row each."""

from datetime import UTC, date, datetime

import pytest

from crawler.extraction.dates import find_date, find_epoch, find_relative, offset_minutes, strip_dates
from crawler.extraction.zones import first_day_of

FORMS = [
    # what the page prints, what it means (no offset: the text gives none), has it a time
    ("Selasa, 7 Februari 2017 11:37", "2017-02-07T11:37:00", True),
    ("Selasa, 7 Februari 2017 10:20 WIB", "2017-02-07T10:20:00+07:00", True),
    ("Tayang: Selasa, 10 Juni 2025 07:34 WIB", "2025-06-10T07:34:00+07:00", True),
    ("Tayang: Selasa, 10 Juni 2025 07:34 WITA", "2025-06-10T07:34:00+08:00", True),
    ("Tayang: Selasa, 10 Juni 2025 07:34 WIT", "2025-06-10T07:34:00+09:00", True),
    ("Sabtu, 12 Feb 2022 - 14:06 WIB", "2022-02-12T14:06:00+07:00", True),
    ("- 7 Oktober 2020, 15:13 WIB", "2020-10-07T15:13:00+07:00", True),
    ("Minggu, 18 Juli 2021 – 18:52 WIB", "2021-07-18T18:52:00+07:00", True),
    ("Senin, 5 Agustus 2024 | 10:15 WIB", "2024-08-05T10:15:00+07:00", True),
    ("Rabu, 24/01/2024 - 21:49:09 WIB", "2024-01-24T21:49:09+07:00", True),
    ("27/11/2023, 22:49 WIB", "2023-11-27T22:49:00+07:00", True),
    ("Kamis 11 Feb 2016, 06:28 WIB", "2016-02-11T06:28:00+07:00", True),
    ("1 Februari 2024 10:01 WIB", "2024-02-01T10:01:00+07:00", True),
    ("Sen, 14 Okt 2024", "2024-10-14T00:00:00", False),
    ("2020-10-09T14:58:53+08:00", "2020-10-09T14:58:53+08:00", True),
    ("2020-10-07T15:13:51+0700", "2020-10-07T15:13:51+07:00", True),
    ("2017-01-05T18:57:00-08:00", "2017-01-05T18:57:00-08:00", True),
    ("2018-08-05T10:15:00+07:00Z", "2018-08-05T10:15:00+07:00", True),
    ("2023-08-05T03:15:32Z", "2023-08-05T03:15:32+00:00", True),
    ("2024-05-01T08:00:00.123Z", "2024-05-01T08:00:00+00:00", True),
    ("2020-10-09 14:58:53", "2020-10-09T14:58:53", True),
    ("2020/08/05 10:15:32", "2020-08-05T10:15:32", True),
    ("2024-05-01", "2024-05-01T00:00:00", False),
    ("Fri, 05 Aug 2022 10:15:32 +0700", "2022-08-05T10:15:32+07:00", True),
    ("Wed, 10 Feb 2016 23:58:47 GMT", "2016-02-10T23:58:47+00:00", True),
    ("18 Jun 2015 at 06:25 WIB", "2015-06-18T06:25:00+07:00", True),
    ("Jum'at, 19 Juni 2015 | 13:12 WIB", "2015-06-19T13:12:00+07:00", True),
    ("JUM'AT, 05 AGUSTUS 2016 | 10:15 WIB", "2016-08-05T10:15:00+07:00", True),
    ("Selasa , 07 Februari 2017, 11:28 WIB", "2017-02-07T11:28:00+07:00", True),
    ("Senin, 30 Januari 2017 8:53 WIB", "2017-01-30T08:53:00+07:00", True),
    ("Kompas.com - 27/11/2023, 22:49 WIB", "2023-11-27T22:49:00+07:00", True),
    ("22/10/2025 06:59", "2025-10-22T06:59:00", True),
    ("Jumat, 5 Jan 2024 13.05 WIB", "2024-01-05T13:05:00+07:00", True),
    ("12 Februari 2024 Pukul 10.30 Wita", "2024-02-12T10:30:00+08:00", True),
    ("5 Mei 2019 08:00 GMT+7", "2019-05-05T08:00:00+07:00", True),
    ("February 6, 2016", "2016-02-06T00:00:00", False),
    ("Oktober 27, 2015", "2015-10-27T00:00:00", False),
    ("Feb 3, 2021 6:30 pm", "2021-02-03T18:30:00", True),
    ("13:05 WIB, 3 Mei 2024", "2024-05-03T13:05:00+07:00", True),
    ("7 Pebruari 2017 11:37", "2017-02-07T11:37:00", True),
    ("9 Nopember 2018 08:10 WIB", "2018-11-09T08:10:00+07:00", True),
    ("Rabu, 5 Agt 2020 | 09:00", "2020-08-05T09:00:00", True),
    ("12/31/2019 08:00", "2019-12-31T08:00:00", True),
    ("31.12.2019 08:00", "2019-12-31T08:00:00", True),
    # weekday, gap and abbreviation habits; forms that dateparser's Indonesian locale gets wrong or leaves out
    ("Jum’at, 19 Juni 2015 | 13:12 WIB", "2015-06-19T13:12:00+07:00", True),
    ("Ahad, 5 Januari 2020 10:15 WIB", "2020-01-05T10:15:00+07:00", True),
    ("Minggu, 5 Mei 2019 | 10:15", "2019-05-05T10:15:00", True),
    ("Rabu Legi, 7 Agustus 2024 10:15 WIB", "2024-08-07T10:15:00+07:00", True),
    ("Rabu,7 Agustus 2024|10:15 WIB", "2024-08-07T10:15:00+07:00", True),
    ("Rabu, 7 Agustus 2024 (10:15 WIB)", "2024-08-07T10:15:00+07:00", True),
    ("Rabu, 7 Agustus 2024 pk 10.15", "2024-08-07T10:15:00", True),
    ("5 Mei 2019 jam 10.15", "2019-05-05T10:15:00", True),
    ("07:15 Rabu, 7 Agustus 2024", "2024-08-07T07:15:00", True),
    ("07 Agst 2024", "2024-08-07T00:00:00", False),
    ("7 Agustus 2024 • 10:15 WIT", "2024-08-07T10:15:00+09:00", True),
    ("7 Desember 2024 8.05 WIB", "2024-12-07T08:05:00+07:00", True),
    ("Rabu, 07/08/24 10:15", "2024-08-07T10:15:00", True),
    ("Rabu, 08/07/2024 10:15", "2024-08-07T10:15:00", True),  # 8 July 2024 was a Monday
    ("Senin, 08/07/2024 10:15", "2024-07-08T10:15:00", True),
    ("20240807T101533+0700", "2024-08-07T10:15:33+07:00", True),
    ("2024-08-07 10:15:33.0", "2024-08-07T10:15:33", True),
    ("2024-08-07T10:15:33 WIB", "2024-08-07T10:15:33+07:00", True),
    ("Ani Dewi - 11 Februari 2016 06:58 wib", "2016-02-11T06:58:00+07:00", True),
]


@pytest.mark.parametrize(("text", "want", "has_time"), FORMS)
def test_form(text: str, want: str, has_time: bool) -> None:
    found = find_date(text)
    assert found is not None
    assert (found.value.isoformat(), found.has_time) == (want, has_time)
    assert found.raw in text


@pytest.mark.parametrize("text", ["2016-02-11T06-28-07Z", "2016-02-11 T06:28:07Z"])
def test_false_z_is_local_time_and_said_to_be_doubtful(text: str) -> None:
    found = find_date(text)
    assert found is not None
    assert found.value == datetime(2016, 2, 11, 6, 28, 7)
    assert found.doubtful


@pytest.mark.parametrize(
    "text",
    [
        "31 Februari 2020",
        "Rp 1.000.000",
        "10.20 WIB",
        "versi 2.12.2017x",
        "tahun 2024",
        "2024-13-40",
        "pasal 12/2010",
        "",
    ],
)
def test_no_date(text: str) -> None:
    assert find_date(text) is None


@pytest.mark.parametrize("text", ["seminggu", "se 3 jam", "beberapa jam lalu", "2019 jam lalu"])
def test_no_relative_date(text: str) -> None:
    assert find_relative(text, datetime(2024, 8, 5, 12, tzinfo=UTC)) is None


def test_seconds_since_1970_alone_are_an_instant() -> None:
    for text in ("1722999333", " 1722999333000 "):
        found = find_epoch(text)
        assert found is not None
        assert found.value == datetime(2024, 8, 7, 2, 55, 33, tzinfo=UTC)
    assert find_epoch("dibaca 1722999333 kali") is None


def test_a_host_known_since_a_day_has_no_older_articles() -> None:
    assert first_day_of("news.detik.com") == date(1998, 5, 30)
    assert first_day_of("www.kompas.com") is None


def test_a_very_long_text_is_read_in_bounded_time() -> None:
    assert find_date("1 " * 200_000) is None


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("10 jam lalu", "2024-08-05T02:00:00+00:00"),
        ("5 menit yang lalu", "2024-08-05T11:55:00+00:00"),
        ("2 hari lalu", "2024-08-03T12:00:00+00:00"),
        ("sejam yang lalu", "2024-08-05T11:00:00+00:00"),
        ("sehari lalu", "2024-08-04T12:00:00+00:00"),
    ],
)
def test_relative(text: str, want: str) -> None:
    found = find_relative(text, datetime(2024, 8, 5, 12, tzinfo=UTC))
    assert found is not None
    assert found.value.isoformat() == want
    assert found.has_time == ("hari" not in text)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("WIB", 420),
        ("wita", 480),
        ("WIT", 540),
        ("Z", 0),
        ("+0700", 420),
        ("+07", 420),
        ("-08:00", -480),
        ("GMT+8", 480),
    ],
)
def test_offset(text: str, want: int) -> None:
    assert offset_minutes(text) == want


@pytest.mark.parametrize("text", ["WIBA", "+99:00", "", None, "EST"])
def test_no_offset(text: str | None) -> None:
    assert offset_minutes(text) is None


def test_what_is_left_of_a_byline_without_its_date() -> None:
    assert strip_dates("Ani Dewi - Kamis, 11 Februari 2016 06:58 WIB") == "Ani Dewi"
