"""The aggregates of benchmarks/corpus_questions.py for SQLite and pandas, by the number of the cookbook."""

from collections.abc import Callable

import pandas as pd

_MONTH = "substr(published_date, 1, 7) || '-01'"
SQLITE = {
    "01": """
        SELECT o.name AS outlet, min(c.day), max(c.day), sum(c.articles), sum(c.articles_relevant),
               count(*) FILTER (WHERE c.urls_seen = 0)
        FROM coverage c JOIN outlets o USING (outlet_id) GROUP BY o.name""",
    "03": """
        WITH told AS (
            SELECT DISTINCT article_id FROM violation_mentions WHERE reference = 'case' AND part <> 'title'
              AND temporal = 'current' AND status IN ('proven', 'alleged', 'denied')
        ),
        read AS (
            SELECT a.primary_region_code AS region_code, count(*) AS articles, sum(a.topic = 'yes') AS on_topic,
                   count(t.article_id) AS with_case
            FROM articles a LEFT JOIN told t USING (article_id) WHERE a.primary_region_code IS NOT NULL GROUP BY 1
        )
        SELECT r.province, count(*), count(*) FILTER (WHERE read.with_case > 0) AS with_case,
               count(*) FILTER (WHERE read.on_topic > 0 AND read.with_case = 0),
               count(*) FILTER (WHERE read.articles > 0 AND read.on_topic = 0),
               count(*) FILTER (WHERE read.articles IS NULL) AS not_read
        FROM regions r LEFT JOIN read ON read.region_code = r.region_code WHERE r.level <> 'province'
        GROUP BY r.province ORDER BY with_case DESC, not_read, r.province LIMIT 8""",
    "04": """
        SELECT reference, status, substatus, count(*), count(DISTINCT article_id)
        FROM violation_mentions GROUP BY reference, status, substatus""",
    "05": """
        SELECT c.outcome, count(DISTINCT c.case_id), count(DISTINCT r.story_id), count(DISTINCT r.article_id)
        FROM cases c JOIN case_reports r USING (case_id) GROUP BY c.outcome""",
    "06": f"""
        WITH active AS (
            SELECT substr(day, 1, 7) || '-01' AS month, count(DISTINCT outlet_id) AS outlets, sum(articles) AS n
            FROM coverage WHERE articles > 0 GROUP BY 1
        )
        SELECT {_MONTH} AS month, count(DISTINCT v.article_id), max(c.outlets), max(c.n),
               round(1000.0 * count(DISTINCT v.article_id) / max(c.n), 2)
        FROM violation_mentions v JOIN articles a USING (article_id) LEFT JOIN active c ON c.month = {_MONTH}
        WHERE v.reference IN ('case', 'count') AND v.status = 'alleged' AND v.substatus = 'suspected'
          AND v.temporal = 'current' AND a.published_date IS NOT NULL
        GROUP BY 1""",
    "07": """
        SELECT f.value, count(*) FILTER (WHERE status = 'alleged'), count(*) FILTER (WHERE status = 'proven'),
               count(*) FILTER (WHERE status = 'denied'), count(DISTINCT article_id)
        FROM violation_mentions, json_each(forms) f WHERE reference = 'case' AND part <> 'title' GROUP BY f.value""",
    "08": """
        SELECT c.source, v.status, v.substatus, count(*), count(DISTINCT c.article_id)
        FROM claims c JOIN violation_mentions v ON v.article_id = c.article_id AND v.mention = c.violation
        WHERE v.reference = 'case' GROUP BY c.source, v.status, v.substatus""",
    "09": """
        SELECT t.status, count(DISTINCT t.article_id),
               count(DISTINCT t.article_id) FILTER (WHERE b.proven = 0 AND b.alleged > 0),
               count(DISTINCT t.article_id) FILTER (WHERE b.proven > 0),
               count(DISTINCT t.article_id) FILTER (WHERE b.article_id IS NULL),
               count(DISTINCT t.article_id) FILTER (WHERE t.hedge_dropped)
        FROM violation_mentions t
        LEFT JOIN (
            SELECT article_id, sum(status = 'proven') AS proven, sum(status = 'alleged') AS alleged
            FROM violation_mentions WHERE part = 'text' AND reference = 'case' GROUP BY article_id
        ) b ON b.article_id = t.article_id
        WHERE t.part = 'title' AND t.reference = 'case' GROUP BY t.status""",
}
Frames = dict[str, pd.DataFrame]


def _outlets(f: Frames) -> pd.DataFrame:
    joined = f["coverage"].merge(f["outlets"][["outlet_id", "name"]], on="outlet_id")
    found = joined.assign(gap=joined["urls_seen"] == 0).groupby("name").agg(
        first=("day", "min"), last=("day", "max"), articles=("articles", "sum"), on=("articles_relevant", "sum"),
        gaps=("gap", "sum"),
    )  # fmt: skip
    return found.reset_index()


def _silence(f: Frames) -> pd.DataFrame:
    v, a = f["violation_mentions"], f["articles"]
    told = v[
        (v["reference"] == "case") & (v["part"] != "title") & (v["temporal"] == "current")
        & v["status"].isin(["proven", "alleged", "denied"])
    ]["article_id"].unique()  # fmt: skip
    marked = pd.DataFrame({
        "region_code": a["primary_region_code"], "on": a["topic"] == "yes", "case": a["article_id"].isin(told),
    })  # fmt: skip
    read = marked.groupby("region_code").agg(articles=("on", "size"), on=("on", "sum"), case=("case", "sum"))
    regions = f["regions"]
    r = regions[regions["level"] != "province"].merge(read, on="region_code", how="left")
    r = r.assign(
        with_case=r["case"] > 0, topic=(r["on"] > 0) & (r["case"] == 0), nothing=(r["articles"] > 0) & (r["on"] == 0),
        unread=r["articles"].isna(),
    )  # fmt: skip
    found = r.groupby("province").agg(
        n=("region_code", "size"), with_case=("with_case", "sum"), topic=("topic", "sum"), nothing=("nothing", "sum"),
        unread=("unread", "sum"),
    )  # fmt: skip
    return found.reset_index().sort_values(["with_case", "unread", "province"], ascending=[False, True, True]).head(8)


def _statuses(f: Frames) -> pd.DataFrame:
    keys = ["reference", "status", "substatus"]
    return f["violation_mentions"].groupby(keys)["article_id"].agg(["size", "nunique"]).reset_index()


def _cases(f: Frames) -> pd.DataFrame:
    joined = f["cases"][["case_id", "outcome"]].merge(f["case_reports"], on="case_id")
    return joined.groupby("outcome")[["case_id", "story_id", "article_id"]].nunique().reset_index()


def _months(f: Frames) -> pd.DataFrame:
    c, v = f["coverage"], f["violation_mentions"]
    c = c[c["articles"] > 0]
    active = c.groupby(c["day"].dt.strftime("%Y-%m-01")).agg(outlets=("outlet_id", "nunique"), n=("articles", "sum"))
    v = v[
        v["reference"].isin(["case", "count"]) & (v["status"] == "alleged") & (v["substatus"] == "suspected")
        & (v["temporal"] == "current")
    ]  # fmt: skip
    joined = v[["article_id"]].merge(f["articles"][["article_id", "published_date"]], on="article_id")
    told = joined.groupby(joined["published_date"].dt.strftime("%Y-%m-01"))["article_id"].nunique().rename("told")
    found = told.to_frame().join(active)
    return found.assign(rate=(1000.0 * found["told"] / found["n"]).round(2)).reset_index()


def _forms(f: Frames) -> pd.DataFrame:
    v = f["violation_mentions"]
    v = v[(v["reference"] == "case") & (v["part"] != "title")][["forms", "status", "article_id"]].explode("forms")
    for status in ("alleged", "proven", "denied"):
        v[status] = v["status"] == status
    found = v.groupby("forms").agg(
        alleged=("alleged", "sum"), proven=("proven", "sum"), denied=("denied", "sum"), n=("article_id", "nunique")
    )
    return found.reset_index()


def _sources(f: Frames) -> pd.DataFrame:
    v = f["violation_mentions"]
    joined = f["claims"][["article_id", "violation", "source"]].merge(
        v[v["reference"] == "case"][["article_id", "mention", "status", "substatus"]],
        left_on=["article_id", "violation"], right_on=["article_id", "mention"],
    )  # fmt: skip
    return joined.groupby(["source", "status", "substatus"])["article_id"].agg(["size", "nunique"]).reset_index()


def _headlines(f: Frames) -> pd.DataFrame:
    v = f["violation_mentions"]
    cases = v[v["reference"] == "case"]
    body = cases[cases["part"] == "text"]
    body = body.assign(proven=body["status"] == "proven", alleged=body["status"] == "alleged")
    counted = body.groupby("article_id")[["proven", "alleged"]].sum()
    t = cases[cases["part"] == "title"].join(counted, on="article_id")
    groups = {
        "all": t, "alleges": t[(t["proven"] == 0) & (t["alleged"] > 0)], "proves": t[t["proven"] > 0],
        "silent": t[t["proven"].isna()], "dropped": t[t["hedge_dropped"].fillna(False).astype(bool)],
    }  # fmt: skip
    counts = {name: some.groupby("status")["article_id"].nunique() for name, some in groups.items()}
    return pd.DataFrame(counts).fillna(0).astype(int).reset_index()


PANDAS: dict[str, Callable[[Frames], pd.DataFrame]] = {
    "01": _outlets, "03": _silence, "04": _statuses, "05": _cases, "06": _months, "07": _forms, "08": _sources,
    "09": _headlines,
}  # fmt: skip
