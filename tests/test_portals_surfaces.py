"""The replica portals' surfaces and layouts have the forms that the compiled facts state; no network."""

import json
import re
from collections.abc import Callable
from datetime import datetime
from urllib.robotparser import RobotFileParser

import pytest
from lxml import etree, html
from portals import hostile
from portals.address import address, amp_path_of, old_path_of, path_of, sites
from portals.assemble import Options, handlers
from portals.blogger_pages import false_time
from portals.piece import Piece, load_pieces
from portals.tribun import INDEX_CAP, PER_PAGE
from portals.tribun_pages import era_of
from portals.web import Handler, Response, request_for

NETRA = "Mozilla/5.0 (compatible; netra/0.1; +https://example.org/netra)"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Chrome/126.0.0.0 Safari/537.36"
JATENG, PANTURA = "https://jateng.tribunnews.com", "https://pantura.tribunnews.com"
ERA, RIAU = "https://eranasional.com", "https://www.riauantara.co"
TEGAL, BREBES, JOGJA = "https://radartegal.disway.id", "https://radarbrebes.disway.id", "https://www.diswayjogja.id"
NS = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "dc": "http://purl.org/dc/elements/1.1/",
}
Get = Callable[..., Response]


def getter(handled: dict[str, Handler]) -> Get:
    return lambda url, agent=BROWSER: handled[url.split("/")[2]](request_for(url, agent))


@pytest.fixture(scope="module")
def get() -> Get:
    return getter(handlers())


@pytest.fixture(scope="module")
def full() -> Get:
    """The portals with 250 short items each, so that lists have pages."""
    return getter(handlers(Options(fillers=250)))


@pytest.fixture(scope="module")
def pieces() -> dict[str, Piece]:
    return load_pieces()


def dom(answer: Response) -> html.HtmlElement:
    return html.document_fromstring(answer.text)


def links(answer: Response, selector: str) -> list[str]:
    return [str(a.get("href")) for a in dom(answer).cssselect(selector)]


def locations(answer: Response) -> list[str]:
    return [str(e.text) for e in etree.fromstring(answer.body).iterfind(".//s:loc", NS)]


def titles(answer: Response) -> list[str]:
    return [str(e.text) for e in etree.fromstring(answer.body).iterfind(".//item/title")]


def own(pieces: dict[str, Piece], outlet: str, with_pages: bool = False) -> list[Piece]:
    return [p for p in pieces.values() if p.outlet == outlet and (p.page_breaks or not with_pages)]


# robots.txt


@pytest.mark.parametrize(
    ("root", "allowed", "forbidden"),
    [
        (
            JATENG,
            "/index-news?date=2024-9-1 /rss /sitemap.xml /2024/09/01/x",
            "/tag/x /topic/x /ajax/latest /search?q=x",
        ),
        (PANTURA, "/index-news /rss /news/sitemap_news.xml", "/tag/x /topic/x /komentar/1"),
        (ERA, "/wp-json/wp/v2/posts /feed/", "/wp-admin/"),
        (RIAU, "/feeds/posts/default?alt=json /2024/01/x.html", "/search /search/label/Siak"),
        (TEGAL, "/kategori/lokal /rss", ""),
        (JOGJA, "/kategori/lokal /rss", "/admin/"),
    ],
)
def test_robots_forbid_what_the_facts_say(get: Get, root: str, allowed: str, forbidden: str) -> None:
    robots = RobotFileParser()
    robots.parse(get(f"{root}/robots.txt").text.splitlines())
    assert [path for path in allowed.split() if not robots.can_fetch(NETRA, root + path)] == []
    assert [path for path in forbidden.split() if robots.can_fetch(NETRA, root + path)] == []


def test_robots_name_the_sitemap_where_the_family_does_and_one_site_has_none(get: Get) -> None:
    for root in (JATENG, PANTURA, RIAU):
        assert f"Sitemap: {root}/sitemap.xml" in get(f"{root}/robots.txt").text
    assert get(f"{BREBES}/robots.txt").status == 404


# Tribun


def test_tribun_index_of_a_day_lists_that_day_in_both_date_forms(get: Get, pieces: dict[str, Piece]) -> None:
    piece = next(
        p for p in own(pieces, "tribun-jateng") if p.published.month < 10 and p.published.day < 10 and not p.old_slug
    )
    day = piece.published.date()
    short, long = f"{day.year}-{day.month}-{day.day}", day.isoformat()
    answers = [get(f"{JATENG}/index-news?date={form}") for form in (short, long)]
    for answer in answers:
        assert address(piece) in links(answer, "ul.lsi > li.ptb15 h3 a")
        tree = dom(answer)
        assert tree.cssselect("select#dayindex option[selected]")[0].text == str(day.day)
        assert re.fullmatch(r"\w+, \d{1,2} \w+ \d{4} \d\d:\d\d", tree.cssselect("li.ptb15 time.grey")[0].text or "")
    images = links(answers[0], "ul.lsi > li.ptb15 > div.fr a")
    assert images
    assert not any(link.startswith(("/", "http")) for link in images)


def test_tribun_index_pages_end_without_next_and_the_undated_one_repeats_its_tenth(full: Get) -> None:
    first = full(f"{JATENG}/index-news")
    assert len(links(first, "ul.lsi li.ptb15 h3 a")) == PER_PAGE
    assert dom(first).cssselect("#paginga .paging a")[-1].text == "Next"
    tenth, eleventh = (full(f"{JATENG}/index-news?page={n}") for n in (INDEX_CAP, INDEX_CAP + 1))
    assert tenth.body == eleventh.body
    assert all(a.text != "Next" for a in dom(tenth).cssselect("#paginga .paging a"))


def test_a_tribun_day_of_many_items_is_walked_by_next(full: Get) -> None:
    day = re.search(r'title="(\d{4}-\d\d-\d\d) \d', full(f"{JATENG}/index-news?page=2").text)
    assert day
    url, seen = f"{JATENG}/index-news?date={day[1]}", 0
    for _ in range(10):
        answer = full(url)
        seen += len(links(answer, "ul.lsi li.ptb15 h3 a"))
        onward = [a for a in dom(answer).cssselect("#paginga .paging a") if a.text == "Next"]
        if not onward:
            break
        url = str(onward[0].get("href"))
    assert seen > PER_PAGE


def test_tribun_hub_ignores_its_page_number(full: Get) -> None:
    assert full(f"{JATENG}/info?page=2").body == full(f"{JATENG}/info").body


@pytest.mark.parametrize(("root", "mark"), [(JATENG, "-"), (PANTURA, "_")])
def test_tribun_sitemaps(get: Get, pieces: dict[str, Piece], root: str, mark: str) -> None:
    children = locations(get(f"{root}/sitemap.xml"))
    assert f"{root}/news/sitemap{mark}news.xml" in children
    news = get(f"{root}/news/sitemap{mark}news.xml")
    assert news.body == get(f"{root}/sitemap-news.xml").body
    tree = etree.fromstring(news.body)
    dates = [str(e.text) for e in tree.iterfind(".//news:publication_date", NS)]
    assert all(date.endswith("+07:00") for date in dates)
    outlet = "tribun-jateng" if root == JATENG else "tribun-pantura"
    for child in children:
        assert {address(p) for p in own(pieces, outlet)} <= set(locations(get(child)))


def test_tribun_news_sitemap_holds_a_hundred(full: Get) -> None:
    assert len(locations(full(f"{JATENG}/sitemap-news.xml"))) == 100


def test_tribun_rss_and_its_broken_sister(get: Get) -> None:
    jateng, pantura = get(f"{JATENG}/rss"), get(f"{PANTURA}/rss")
    assert len(titles(jateng)) == PER_PAGE
    assert "+0700" in jateng.text
    # pantura's: no encoding in the type, and nothing but a picture in the description
    assert pantura.content_type == "text/xml"
    descriptions = [e.text or "" for e in etree.fromstring(pantura.body).iterfind(".//item/description")]
    assert all(text.startswith("<img") for text in descriptions)


def test_tribun_tag_topic_and_ajax_exist_though_robots_forbid_them(get: Get, pieces: dict[str, Piece]) -> None:
    piece = next(p for p in own(pieces, "tribun-jateng") if "Pilkada 2024" in p.tags)
    assert address(piece) in links(get(f"{JATENG}/tag/pilkada-2024"), "div.content ul.lsi > li a")
    assert get(f"{JATENG}/topic/x?url={path_of(piece)[1:]}").header("location") == address(piece)
    assert json.loads(get(f"{JATENG}/ajax/latest?start=0").body)["posts"]


def test_tribun_pages_of_an_article(get: Get, pieces: dict[str, Piece]) -> None:
    piece = next(p for p in own(pieces, "tribun-jateng", with_pages=True) if len(p.pages) == 3)
    whole, first, second = (get(address(piece) + q) for q in ("?page=all", "", "?page=2"))
    assert "Halaman 1/3" in first.text
    assert links(first, "div.paging a[rel='page-2']") == [f"{address(piece)}?page=2"]
    bodies = [
        " ".join(p.text_content() for p in dom(a).cssselect(".txt-article > p")) for a in (whole, first, second)
    ]
    assert piece.pages[2][0][:40] in bodies[0]
    assert piece.pages[1][0][:40] in bodies[2]
    assert piece.pages[1][0][:40] not in bodies[1]
    for answer in (whole, first, second):
        assert links(answer, "link[rel=canonical]") == [address(piece)]


LAYOUT_SIGNS = {
    "2015": """h1#arttitle.crimson | div.side-article.txt-article | div.grey.bdr3.pb10.pt10 | div.f12.grey.mb15
        | h5.tagcloud3 a.rd2 | meta[http-equiv=Refresh]""",
    "2020": """h1#arttitle | script[type='application/ld+json'] | div.f12.grey.mb15 | link[rel=amphtml]
        | div.grey.bdr3.pb10.pt10 > time""",
    "2025": """div.txt-article.multi-fontsize | time[datetime] | [data-content-id] | meta[property='android:app_id']
        | div[itemprop=keywords] h5.tagcloud3 a | #penulis, #editor""",
}
LAYOUT_ABSENT = {
    "2015": "script[type='application/ld+json'] | meta[property='article:published_time']",
    "2020": "#penulis | meta[property='android:app_id'] | meta[property='article:published_time']",
    "2025": "div.f12.grey.mb15 | meta[property='article:published_time']",
}


@pytest.mark.parametrize("era", ["2015", "2020", "2025"])
def test_tribun_layouts(get: Get, pieces: dict[str, Piece], era: str) -> None:
    chosen = [p for p in pieces.values() if p.family == "tribun" and era_of(p) == era and p.editor]
    assert chosen
    for piece in chosen:
        tree = dom(get(address(piece)))
        assert [s for s in LAYOUT_SIGNS[era].split(" | ") if not tree.cssselect(s)] == [], piece.key
        assert [s for s in LAYOUT_ABSENT[era].split(" | ") if tree.cssselect(s)] == [], piece.key


def test_tribun_json_ld_of_2020_names_the_editor_and_2025_a_graph(get: Get, pieces: dict[str, Piece]) -> None:
    old = next(p for p in pieces.values() if p.family == "tribun" and era_of(p) == "2020" and p.reporter and p.editor)
    data = json.loads(dom(get(address(old))).cssselect("script[type='application/ld+json']")[0].text or "")
    assert data["author"]["name"] == old.editor
    assert datetime.fromisoformat(data["datePublished"]) == old.published
    new = next(p for p in pieces.values() if p.family == "tribun" and era_of(p) == "2025" and p.reporter)
    graph = json.loads(dom(get(address(new))).cssselect("script[type='application/ld+json']")[0].text or "")["@graph"]
    assert [node["@type"] for node in graph] == ["NewsArticle", "BreadcrumbList"]
    assert graph[0]["author"][0]["name"] == new.reporter


def test_twins_carry_the_canonical_address(get: Get, pieces: dict[str, Piece]) -> None:
    tribun = own(pieces, "tribun-jateng")[0]
    disway = own(pieces, "diswayjogja")[0]
    blogger = own(pieces, "riauantara")[0]
    twins = {
        JATENG + amp_path_of(tribun): tribun,
        f"https://m.tribunnews.com{path_of(tribun)}": tribun,
        JOGJA + amp_path_of(disway): disway,
        f"https://jogja.disway.id{path_of(disway)}": disway,
        f"{address(blogger)}?m=1": blogger,
    }
    for url, piece in twins.items():
        assert links(get(url), "link[rel=canonical]")[-1:] == [address(piece)], url


# Disway


def test_disway_categories_page_by_offset(full: Get) -> None:
    first, second = full(f"{TEGAL}/kategori/lokal"), full(f"{TEGAL}/kategori/lokal/30")
    heads = [links(answer, "h2.media-heading a") for answer in (first, second)]
    assert [len(found) for found in heads] == [30, 30]
    assert not set(heads[0]) & set(heads[1])
    pager = dom(first).cssselect("ul.pagination li a[data-ci-pagination-page='2']")[0]
    assert pager.get("href") == f"{TEGAL}/kategori/lokal/30"
    assert links(full(f"{TEGAL}/kategori/lokal/9000"), "h2.media-heading a") == []
    assert links(first, "h4.media-heading a")


def test_disway_ignores_slug_and_channel(get: Get, pieces: dict[str, Piece]) -> None:
    piece = own(pieces, "radar-tegal")[0]
    for path in (
        f"/read/{piece.id}/radartegal.com",
        f"/read/{piece.id}",
        f"/disway-tegal/read/{piece.id}/{piece.slug}",
    ):
        assert links(get(TEGAL + path), "link[rel=canonical]") == [address(piece)]
    assert get(f"{TEGAL}/read/1/tidak-ada").status == 404


def test_disway_article_and_its_pages(get: Get, pieces: dict[str, Piece]) -> None:
    piece = pieces["radar-tegal/terminal-dukuhsalam-ditata-ulang"]
    first = get(address(piece))
    tree = dom(first)
    assert tree.cssselect("div.entry-content > ul.breadcrumb")
    assert tree.cssselect("div.post.text-black-1 > h1")
    assert (tree.cssselect("#author")[0].text, tree.cssselect("#editor")[0].text) == (
        f"Reporter: {piece.reporter} |",
        f"Editor: {piece.editor} |",
    )
    assert tree.cssselect("span.date")[0].text == "Selasa, 14 Jun 2022 - 10:12 WIB"
    assert tree.cssselect("p.bottom-15 small")[0].text == f"Sumber: {piece.source}"
    assert tree.cssselect("div.news-tags a")
    pages = dict.fromkeys(links(first, "div.post ul.pagination li a[data-ci-pagination-page]"))
    later = [get(url) for url in pages]
    assert len(later) == 2
    assert all(not dom(answer).cssselect("div.news-tags a") for answer in later)
    assert piece.paragraphs[-1][:40] in later[-1].text


def test_disway_tag_lists_and_feeds(get: Get, pieces: dict[str, Piece]) -> None:
    piece = next(p for p in own(pieces, "radar-brebes") if p.tags and p.published.year >= 2024)
    tag = dom(get(address(piece))).cssselect("ul.list-inline li a[href*='/listtag/']")[0]
    assert (tag.text or "").startswith("#")
    assert address(piece) in links(get(str(tag.get("href"))), "h2.media-heading a")
    assert titles(get(f"{BREBES}/rss"))
    section = titles(get(f"{BREBES}/rss/ekonomi"))
    assert section
    assert len(section) < len(titles(get(f"{BREBES}/rss")))


# WordPress


def test_wordpress_rest_windows_pages_and_errors(get: Get, pieces: dict[str, Piece]) -> None:
    base = f"{ERA}/wp-json/wp/v2/posts"
    answer = get(f"{base}?per_page=5&page=2")
    posts = json.loads(answer.body)
    count = len(own(pieces, "eranasional"))
    assert (answer.header("X-WP-Total"), answer.header("X-WP-TotalPages")) == (str(count), str(-(-count // 5)))
    assert len(posts) == 5
    assert datetime.fromisoformat(posts[0]["date_gmt"] + "+00:00") == datetime.fromisoformat(
        posts[0]["date"] + "+07:00"
    )
    beyond = get(f"{base}?per_page=100&page=2")
    assert (beyond.status, json.loads(beyond.body)["code"]) == (400, "rest_post_invalid_page_number")
    assert get(f"{base}?per_page=101").status == 400
    window = json.loads(get(f"{base}?after=2024-09-01T00:00:00&before=2024-10-01T00:00:00&per_page=100").body)
    assert window
    assert {post["date"][:7] for post in window} == {"2024-09"}
    assert json.loads(get(f"{base}/{posts[0]['id']}").body)["link"] == posts[0]["link"]


def test_wordpress_refuses_us_on_rest_and_www_but_not_on_the_feed(get: Get) -> None:
    refused = ("https://www.eranasional.com/", "https://www.eranasional.com/feed/", f"{ERA}/wp-json/wp/v2/posts")
    assert [get(url, NETRA).status for url in refused] == [403, 403, 403]
    assert get(f"{ERA}/wp-json/wp/v2/posts", BROWSER).status == 200
    assert get("https://www.eranasional.com/feed/", BROWSER).header("location") == f"{ERA}/feed/"
    assert [get(url, NETRA).status for url in (f"{ERA}/feed/", f"{ERA}/robots.txt", f"{ERA}/wp-sitemap.xml")] == [
        200
    ] * 3


def test_wordpress_feed_pages_hold_all_articles(get: Get, pieces: dict[str, Piece]) -> None:
    found: set[str] = set()
    number = 1
    while (answer := get(f"{ERA}/feed/?paged={number}", NETRA)).status == 200:
        found |= {str(e.text) for e in etree.fromstring(answer.body).iterfind(".//item/link")}
        number += 1
    assert number > 2
    assert answer.status == 404
    for piece in own(pieces, "eranasional"):
        assert address(piece) in found or piece.old_slug, piece.key


@pytest.mark.parametrize("start", ["wp-sitemap.xml", "sitemap_index.xml"])
def test_wordpress_sitemaps(get: Get, pieces: dict[str, Piece], start: str) -> None:
    posts, categories = locations(get(f"{ERA}/{start}"))
    listed = set(locations(get(posts)))
    assert {address(p) for p in own(pieces, "eranasional") if not p.old_slug} <= listed
    assert all("/category/" in url for url in locations(get(categories)))


def test_wordpress_pages_and_dates_that_disagree(get: Get, pieces: dict[str, Piece]) -> None:
    piece = own(pieces, "eranasional", with_pages=True)[0]
    first = get(address(piece))
    assert f"{address(piece)}2/" in links(first, ".page-links a")
    assert piece.pages[1][0][:30] in alike(get(f"{address(piece)}2/").text)
    assert get(address(piece)[:-1]).header("location") == address(piece)
    assert get(f"{ERA}/?p={piece.id}").header("location") == address(piece)
    tree = dom(first)
    scripts = [json.loads(s.text or "") for s in tree.cssselect("script[type='application/ld+json']")]
    meta = tree.cssselect("meta[property='article:published_time']")[0].get("content")
    yoast = next(n for n in scripts[0]["@graph"] if n["@type"] == "Article")["datePublished"]
    jnews = scripts[1]["datePublished"]
    assert datetime.fromisoformat(str(meta)) == datetime.fromisoformat(yoast) == piece.published
    assert (str(meta)[-6:], yoast[-6:], len(jnews)) == ("+07:00", "+00:00", 19)
    assert tree.cssselect("link[rel='https://api.w.org/']")


def alike(text: str) -> str:
    return re.sub(r"&ldquo;|&rdquo;|[“”\x93\x94]", '"', text)


# Blogger


def test_blogger_json_feed_windows(get: Get, pieces: dict[str, Piece]) -> None:
    base = f"{RIAU}/feeds/posts/default?alt=json"
    feed = json.loads(get(f"{base}&max-results=3&start-index=2").body)["feed"]
    everything = int(feed["openSearch$totalResults"]["$t"])
    assert everything >= len(own(pieces, "riauantara"))
    assert (feed["openSearch$startIndex"]["$t"], len(feed["entry"])) == ("2", 3)
    entry = feed["entry"][0]
    link = next(li["href"] for li in entry["link"] if li["rel"] == "alternate")
    assert re.fullmatch(rf"{RIAU}/\d{{4}}/\d{{2}}/[a-z0-9-]+\.html", link)
    assert re.search(r"\.\d{3}-0[78]:00$", entry["published"]["$t"])
    month = json.loads(
        get(f"{base}&published-min=2024-10-01T00:00:00-07:00&published-max=2024-11-01T00:00:00-07:00").body
    )
    assert {e["published"]["$t"][:7] for e in month["feed"]["entry"]} == {"2024-10"}
    assert "entry" not in json.loads(get(f"{base}&start-index=900").body)["feed"]
    label = json.loads(get(f"{RIAU}/feeds/posts/default/-/Kampar?alt=json").body)["feed"]["entry"]
    assert all({"term": "Kampar", "scheme": "http://www.blogger.com/atom/ns#"} in e["category"] for e in label)


def test_blogger_atom_rss_and_sitemap(get: Get, pieces: dict[str, Piece]) -> None:
    assert etree.fromstring(get(f"{RIAU}/feeds/posts/default").body).tag == "{http://www.w3.org/2005/Atom}feed"
    assert titles(get(f"{RIAU}/feeds/posts/default?alt=rss"))
    assert locations(get(f"{RIAU}/sitemap.xml")) == [f"{RIAU}/sitemap.xml?page=1"]
    assert {address(p) for p in own(pieces, "riauantara")} <= set(locations(get(f"{RIAU}/sitemap.xml?page=1")))
    assert get(f"{RIAU}/sitemap.xml?page=2").status == 404


def test_blogger_posts_have_no_paragraph_elements_and_a_false_offset(get: Get, pieces: dict[str, Piece]) -> None:
    for piece in own(pieces, "riauantara"):
        tree = dom(get(address(piece)))
        body = tree.cssselect("div.post-body.entry-content")[0]
        assert not body.cssselect("p")
        assert [str(li.get("href")) for li in tree.cssselect("link[rel=canonical]")] == [f"{RIAU}/", address(piece)]
        assert tree.cssselect("meta[property='og:type']")[0].get("content") == "website"
        assert tree.cssselect("h1")[0].text_content() == ""
        stamp = datetime.fromisoformat(str(tree.cssselect("abbr.published")[0].get("title")))
        assert stamp == false_time(piece.published)
        assert stamp != piece.published
        shown = tree.cssselect("span.date-header-item")[0].text or ""
        assert shown.endswith(f"{piece.published:%H:%M} WIB")


# What leads nowhere


def test_every_index_has_a_dead_link_and_moved_articles_redirect(get: Get, pieces: dict[str, Piece]) -> None:
    lists = {
        f"{JATENG}/index-news": "li.ptb15 h3 a",
        f"{TEGAL}/kategori/lokal": "h2.media-heading a",
        f"{ERA}/": "h3.jeg_post_title a",
        f"{RIAU}/": "h2.post-title a",
    }
    for url, selector in lists.items():
        statuses = {link: get(link).status for link in links(get(url), selector)}
        assert [status for status in statuses.values() if status == 404] == [404], url
        assert all(status in (200, 301, 404) for status in statuses.values()), url
    moved = [p for p in pieces.values() if p.old_slug and p.family != "disway"]
    assert len(moved) >= 3
    for piece in moved:
        assert get(sites()[piece.outlet].root + str(old_path_of(piece))).header("location") == address(piece)


def test_refused_articles_open_to_browsers_alone(get: Get, pieces: dict[str, Piece]) -> None:
    refused = [p for p in pieces.values() if p.refused]
    assert {p.outlet for p in refused} == {"tribun-pantura"}
    for piece in refused:
        assert [get(address(piece), agent).status for agent in (NETRA, BROWSER)] == [403, 200]
    assert len(own(pieces, "tribun-pantura")) - len(refused) >= 15


def test_hostile_pages_are_listed_only_when_asked_for(get: Get) -> None:
    bad = getter(handlers(Options(hostile=True)))
    titled = "".join(dom(bad(f"{JATENG}/index-news?page={number}")).text_content() for number in (1, 2))
    assert all(title in titled for title in hostile.TITLES.values())
    assert not any(title in dom(get(f"{JATENG}/index-news")).text_content() for title in hostile.TITLES.values())
    for root in (TEGAL, ERA, RIAU):
        assert hostile.TITLES["empty"] in bad(f"{root}/").text
        assert hostile.TITLES["empty"] not in get(f"{root}/").text


def test_syndicated_copies_say_where_they_come_from(get: Get, pieces: dict[str, Piece]) -> None:
    copies = [p for p in pieces.values() if p.copy_of]
    assert len(copies) >= 4
    for piece in copies:
        answer = get(address(piece)).text
        assert "Artikel ini telah tayang di" in answer
        assert address(pieces[str(piece.copy_of)]) in answer
