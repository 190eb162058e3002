"""Scrapy settings: every default that is risky or impolite is overridden here, with its reason beside it.

docs/security.md maps Scrapy's advisories to these lines; a test compares the two.
"""

import os
from importlib.metadata import PackageNotFoundError, version
from typing import Any


def _version() -> str:
    try:
        return ".".join(version("netra-corpus").split(".")[:2])
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0.0"


def user_agent(contact_url: str) -> str:
    """How we introduce ourselves: name, version, where to complain. Never as a browser."""
    return f"Mozilla/5.0 (compatible; netra/{_version()}; +{contact_url})"


CONTACT_URL = "https://github.com/netra-corpus/netra"

BOT_NAME = "netra"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"

# ---- who we are, and what hosts allow ------------------------------------------------------------------------------
# Whoever runs a crawl of their own should be reachable themselves.
NETRA_CONTACT_URL = os.environ.get("NETRA_CONTACT_URL") or CONTACT_URL
USER_AGENT = user_agent(NETRA_CONTACT_URL)
ROBOTSTXT_OBEY = True  # default False
# Groups of robots.txt are matched by this product token (RFC 9309, 2.2.1): the whole header would also match groups
# for "Mozilla" or "github".
ROBOTSTXT_USER_AGENT = "netra"
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.8,*/*;q=0.5",
    "Accept-Language": "id,en;q=0.5",  # default "en", which some portals answer with a translation
    "Accept-Encoding": "gzip, deflate",  # what every reader of WARC files can undo; not br, not zstd
}
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # default 8; one at a time, whatever the delay
CONCURRENT_REQUESTS = 4  # default 16; an outlet is one host or two, and a stop waits for what is queued here
CONCURRENT_ITEMS = 1  # default 100: so many tasks are started for every answer, and our spiders yield no items
DOWNLOAD_DELAY = 3.0  # default 0; seconds, for requests of no outlet: each outlet's file has its own `delay_s`
DOWNLOAD_DELAY_JITTER = 0.25  # default 0.5, both ways; crawler.conduct.politeness lets it only lengthen the pause
AUTOTHROTTLE_ENABLED = False  # it shortens the pause of fast hosts

# ---- TLS and addresses ---------------------------------------------------------------------------------------------
DOWNLOAD_VERIFY_CERTIFICATES = True  # default False
DOWNLOAD_TLS_MIN_VERSION = "TLSv1.2"  # default: whatever OpenSSL still speaks
# https through netra's handler: private addresses refused, Retry-After and circuit breaker held. The schemes with
# which a page could reach files, credentials or other protocols have no handler at all.
DOWNLOAD_HANDLERS: dict[str, str | None] = {
    "http": "crawler.engine.handlers.PoliteDownloadHandler",
    "https": "crawler.engine.handlers.PoliteDownloadHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
# Answers of the DNS that point into a private network are refused; so are such addresses in URLs and redirects.
TWISTED_DNS_RESOLVER = "crawler.conduct.addresses.PublicResolver"
NETRA_ALLOW_LOOPBACK = False  # for tests and demonstrations on this machine
DNS_TIMEOUT = 20  # default 60 s

# ---- sizes, times, depths ------------------------------------------------------------------------------------------
DOWNLOAD_MAXSIZE = 8 * 1024 * 1024  # default 1 GiB; before and after decompression
DOWNLOAD_WARNSIZE = 4 * 1024 * 1024  # default 32 MiB
NETRA_INDEX_MAXSIZE = 50 * 1024 * 1024  # sitemaps may be this large (sitemaps.org)
DOWNLOAD_TIMEOUT = 30  # default 180 s
NETRA_ROBOTS_TIMEOUT_S = 10.0  # a host that is silent about robots.txt is not asked for more
DOWNLOAD_FAIL_ON_DATALOSS = True  # the default, on purpose: half a page is no page
COMPRESSION_ENABLED = False  # crawler.storage.decoding instead, bounded, the same live and from the archive
REDIRECT_MAX_TIMES = 5  # default 20
METAREFRESH_ENABLED = False  # default True; portals reload their pages by it, none is a redirect
DEPTH_LIMIT = 5000  # default 0 (none); a walk by day over 13 years is this deep, a trap is deeper
URLLENGTH_LIMIT = 2083  # the default, on purpose: calendars and filters grow beyond it
MEMUSAGE_LIMIT_MB = 2048  # default 0 (none); the crawl then stops cleanly, and the next run goes on
REACTOR_THREADPOOL_MAXSIZE = 10  # the default; DNS alone

WARN_ON_GENERATOR_RETURN_VALUE = False  # default True: reads a callback's source anew for every answer, 1.4 ms

# ---- nothing that leaks or listens ---------------------------------------------------------------------------------
TELNETCONSOLE_ENABLED = False  # default on: a Python console on a port
REMOTE_CONTROL_ENABLED = False  # default True: a local HTTP server that runs code
COOKIES_ENABLED = False  # default True; no session, no tracking, nothing to leak to another host
REFERER_ENABLED = False  # default True; where we come from is nobody's business, and servers could choose the policy
REFERRER_POLICY = "no-referrer"  # in case a user switches the middleware on
HTTPCACHE_ENABLED = False  # the default, on purpose: the archive is the cache, and it says when a page was fetched
JOBDIR = None  # the default, on purpose: its queues are pickles, and survive a clean stop only; the ledger resumes
FEEDS: dict[str, Any] = {}  # spiders yield no items: what was fetched is in the archive
MAIL_HOST = ""  # no component of ours sends mail

# ---- trying again --------------------------------------------------------------------------------------------------
RETRY_ENABLED = True
RETRY_TIMES = 2
RETRY_HTTP_CODES = [500, 502, 503, 504, 522, 524, 408, 429]  # the default; the pause before is Retry-After's
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # default "ERROR"; the ledger has it
NETRA_MAX_QUEUE = 1000  # articles that wait in memory; the others wait in the ledger (a sitemap lists 50,000)
NETRA_MAX_ATTEMPTS = 12  # an address that failed so often is no longer taken up again by itself
NETRA_BREAKER_FAILURES = 5  # so many 403, 429, 5xx or lost connections in a row: the host is left alone
NETRA_BREAKER_OPEN_S = 300.0  # then one request tries the host
NETRA_BACKOFF_S = 30.0  # after a 429 or 503 without Retry-After, doubled each time in a row
NETRA_PATIENCE_S = 120.0  # a longer Retry-After is not waited for: the next run asks

# ---- topic ---------------------------------------------------------------------------------------------------------
NETRA_TOPIC_SAMPLE = 0.02  # with a topic: this share of what is not on it is fetched all the same, for an estimate
NETRA_TOPIC_SEED = "netra"  # which ones these are; another word draws others

# ---- archive and ledger --------------------------------------------------------------------------------------------
NETRA_DATA = "data/archive"  # the folder of WARC files and ledger
NETRA_OUTLETS: str | None = None  # a folder of your own outlet files, over the packaged ones; or the environment
NETRA_NOW: str | None = None  # ISO time that counts as the start of the run
NETRA_MIN_FREE_BYTES = 1024**3  # with less room on the disk the crawl stops: cleanly, and before writing fails
NETRA_WARC_MAX_BYTES = 256 * 1024 * 1024  # a file is closed beyond this size
EXTENSIONS = {
    # first: the others find archive and ledger on the crawler
    "crawler.engine.extensions.NetraExtension": 1,
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.remote_control.RemoteControl": None,
    "scrapy.extensions.feedexport.FeedExporter": None,
}
DOWNLOADER_MIDDLEWARES = {
    "crawler.engine.middlewares.FinalWordMiddleware": 10,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "crawler.engine.middlewares.NetraOffsiteMiddleware": 50,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # lets all through when robots.txt fails
    "crawler.conduct.politeness.RobotsMiddleware": 100,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,  # credentials could follow a redirect
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "crawler.engine.middlewares.NetraRedirectMiddleware": 600,
    "crawler.engine.middlewares.ArchiveMiddleware": 950,
}
SPIDER_MIDDLEWARES = {
    "crawler.engine.spider_middleware.NetraSpiderMiddleware": 950,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
}

# ---- log -----------------------------------------------------------------------------------------------------------
LOG_LEVEL = "INFO"  # default "DEBUG"; every URL stands in the ledger
LOGSTATS_INTERVAL = 60.0  # the default, seconds
