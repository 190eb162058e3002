-- What the tagger says beside the codebook's fields. There is no gold for any of it: every column that a model or rule
-- fills is marked unvalidated. Never add up numbers of count_claims: units, bodies and days differ.

CREATE TABLE law_mentions (
    article_id VARCHAR NOT NULL REFERENCES articles (article_id),
    mention INTEGER NOT NULL,
    part VARCHAR NOT NULL CHECK (part IN ('title', 'text', 'caption')),
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    surface VARCHAR NOT NULL,
    sentence INTEGER,
    law_id VARCHAR,
    kind VARCHAR,
    number VARCHAR,
    year INTEGER,
    pasal VARCHAR,
    tagger VARCHAR NOT NULL,
    PRIMARY KEY (article_id, mention)
);
COMMENT ON TABLE law_mentions IS 'One law, or one article (pasal) of it, that an article cites; unvalidated.';
COMMENT ON COLUMN law_mentions.article_id IS 'The article.';
COMMENT ON COLUMN law_mentions.mention IS 'Number in the article, from 0.';
COMMENT ON COLUMN law_mentions.part IS 'String that the offsets index: title, text or caption of articles.';
COMMENT ON COLUMN law_mentions.start IS 'First code point, from 0.';
COMMENT ON COLUMN law_mentions.stop IS 'Code point after the last.';
COMMENT ON COLUMN law_mentions.surface IS 'The words: substring(part, start + 1, stop - start).';
COMMENT ON COLUMN law_mentions.sentence IS 'Sentence that holds it (sentences.sentence).';
COMMENT ON COLUMN law_mentions.law_id IS 'unvalidated. Which law (UU10_2016; nlp/data/laws.csv); by number, or by name and day ("UU ASN"). NULL: not one of these, or not said.';
COMMENT ON COLUMN law_mentions.kind IS 'unvalidated. UU, PP, Perppu, Perpres, PKPU, Perbawaslu, SKB, SE ... NULL: a pasal whose law the sentence does not name.';
COMMENT ON COLUMN law_mentions.number IS 'unvalidated. Number as written. NULL: cited by name.';
COMMENT ON COLUMN law_mentions.year IS 'unvalidated. Year as written; the press errs. NULL: cited by name.';
COMMENT ON COLUMN law_mentions.pasal IS 'unvalidated. Article: 71 ayat (1) huruf b. NULL: the law as a whole.';
COMMENT ON COLUMN law_mentions.tagger IS 'Version of the tagger.';

CREATE TABLE count_claims (
    article_id VARCHAR NOT NULL,
    mention INTEGER NOT NULL,
    violation INTEGER NOT NULL,
    part VARCHAR NOT NULL CHECK (part IN ('title', 'text', 'caption')),
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    surface VARCHAR NOT NULL,
    sentence INTEGER,
    value INTEGER NOT NULL,
    unit VARCHAR NOT NULL,
    body VARCHAR,
    as_of DATE,
    region_code VARCHAR,
    election_id VARCHAR,
    tagger VARCHAR NOT NULL,
    PRIMARY KEY (article_id, mention),
    FOREIGN KEY (article_id, violation) REFERENCES violation_mentions (article_id, mention)
);
COMMENT ON TABLE count_claims IS 'One number as somebody gives it ("hingga 5 November 33 laporan"); unvalidated. Never sum: units and bodies differ, snapshots are cumulative, the same figure stands in many articles.';
COMMENT ON COLUMN count_claims.article_id IS 'The article.';
COMMENT ON COLUMN count_claims.mention IS 'Number in the article, from 0.';
COMMENT ON COLUMN count_claims.violation IS 'The entry that it stands in: violation_mentions.mention.';
COMMENT ON COLUMN count_claims.part IS 'String that the offsets index: title, text or caption of articles.';
COMMENT ON COLUMN count_claims.start IS 'First code point, from 0.';
COMMENT ON COLUMN count_claims.stop IS 'Code point after the last.';
COMMENT ON COLUMN count_claims.surface IS 'The words: substring(part, start + 1, stop - start).';
COMMENT ON COLUMN count_claims.sentence IS 'Sentence that holds it (sentences.sentence).';
COMMENT ON COLUMN count_claims.value IS 'unvalidated. The number; 0 for "belum ada".';
COMMENT ON COLUMN count_claims.unit IS 'unvalidated. What is counted: asn, kades, laporan, temuan, perkara, kasus, pelanggaran, dugaan, rekomendasi, putusan, guru, camat_lurah, honorer, akun, orang, personel.';
COMMENT ON COLUMN count_claims.body IS 'unvalidated. Whose figure: Bawaslu, KASN, BKN, Kemendagri ... NULL: not said.';
COMMENT ON COLUMN count_claims.as_of IS 'unvalidated. Day up to which it counts, where the sentence says so. NULL: not said (the day of publication at the latest).';
COMMENT ON COLUMN count_claims.region_code IS 'unvalidated. Region named in the sentence nearest to the number. NULL: none.';
COMMENT ON COLUMN count_claims.election_id IS 'unvalidated. Election named in the sentence, else the only one of the article. NULL: open.';
COMMENT ON COLUMN count_claims.tagger IS 'Version of the tagger.';

CREATE TABLE sanction_mentions (
    article_id VARCHAR NOT NULL,
    mention INTEGER NOT NULL,
    violation INTEGER NOT NULL,
    part VARCHAR NOT NULL CHECK (part IN ('title', 'text', 'caption')),
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    surface VARCHAR NOT NULL,
    sentence INTEGER,
    kind VARCHAR NOT NULL,
    modality VARCHAR,
    body VARCHAR,
    tagger VARCHAR NOT NULL,
    PRIMARY KEY (article_id, mention),
    FOREIGN KEY (article_id, violation) REFERENCES violation_mentions (article_id, mention)
);
COMMENT ON TABLE sanction_mentions IS 'One sanction named in a violation mention; unvalidated as to span and body (kind and modality are those of the mention).';
COMMENT ON COLUMN sanction_mentions.article_id IS 'The article.';
COMMENT ON COLUMN sanction_mentions.mention IS 'Number in the article, from 0.';
COMMENT ON COLUMN sanction_mentions.violation IS 'The entry that it stands in: violation_mentions.mention.';
COMMENT ON COLUMN sanction_mentions.part IS 'String that the offsets index: title, text or caption of articles.';
COMMENT ON COLUMN sanction_mentions.start IS 'First code point, from 0.';
COMMENT ON COLUMN sanction_mentions.stop IS 'Code point after the last.';
COMMENT ON COLUMN sanction_mentions.surface IS 'The words: substring(part, start + 1, stop - start).';
COMMENT ON COLUMN sanction_mentions.sentence IS 'Sentence that holds it (sentences.sentence).';
COMMENT ON COLUMN sanction_mentions.kind IS 'The codebook''s sanction: teguran, moral, disiplin_ringan ... umum.';
COMMENT ON COLUMN sanction_mentions.modality IS 'imposed, recommended, demanded, threatened, pending or avoided; that of the mention. NULL: not said.';
COMMENT ON COLUMN sanction_mentions.body IS 'unvalidated. Who imposes, recommends or demands it. NULL: not named.';
COMMENT ON COLUMN sanction_mentions.tagger IS 'Version of the tagger.';

CREATE TABLE verdicts (
    article_id VARCHAR NOT NULL,
    mention INTEGER NOT NULL,
    violation INTEGER NOT NULL,
    part VARCHAR NOT NULL CHECK (part IN ('title', 'text', 'caption')),
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    surface VARCHAR NOT NULL,
    sentence INTEGER,
    track VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL CHECK (outcome IN ('proven', 'cleared')),
    body VARCHAR,
    parties VARCHAR[] NOT NULL,
    tagger VARCHAR NOT NULL,
    PRIMARY KEY (article_id, mention),
    FOREIGN KEY (article_id, violation) REFERENCES violation_mentions (article_id, mention)
);
COMMENT ON TABLE verdicts IS 'What was decided about the parties of a violation mention on one legal track; unvalidated. "Pidana tidak terbukti, netralitas terbukti" gives two rows.';
COMMENT ON COLUMN verdicts.article_id IS 'The article.';
COMMENT ON COLUMN verdicts.mention IS 'Number in the article, from 0.';
COMMENT ON COLUMN verdicts.violation IS 'The entry that it stands in: violation_mentions.mention.';
COMMENT ON COLUMN verdicts.part IS 'String that the offsets index: title, text or caption of articles.';
COMMENT ON COLUMN verdicts.start IS 'First code point, from 0.';
COMMENT ON COLUMN verdicts.stop IS 'Code point after the last.';
COMMENT ON COLUMN verdicts.surface IS 'The words: substring(part, start + 1, stop - start).';
COMMENT ON COLUMN verdicts.sentence IS 'Sentence that holds it (sentences.sentence).';
COMMENT ON COLUMN verdicts.track IS 'unvalidated. etik, disiplin, pidana, desa, penyelenggara, or netralitas where none is named.';
COMMENT ON COLUMN verdicts.outcome IS 'unvalidated. proven or cleared (not proven, stopped); proven only where the mention itself is.';
COMMENT ON COLUMN verdicts.body IS 'unvalidated. Who decided. NULL: not named.';
COMMENT ON COLUMN verdicts.parties IS 'Parties of the mention: name, else office; the rows of breach_parties. Empty: not said.';
COMMENT ON COLUMN verdicts.tagger IS 'Version of the tagger.';

CREATE TABLE claims (
    article_id VARCHAR NOT NULL,
    claim INTEGER NOT NULL,
    violation INTEGER NOT NULL,
    source VARCHAR NOT NULL,
    body VARCHAR,
    speaker VARCHAR,
    official_id VARCHAR REFERENCES officials (official_id),
    tagger VARCHAR NOT NULL,
    PRIMARY KEY (article_id, claim),
    FOREIGN KEY (article_id, violation) REFERENCES violation_mentions (article_id, mention)
);
COMMENT ON TABLE claims IS 'On whose word a violation mention stands, one row for each source; unvalidated as to body and speaker.';
COMMENT ON COLUMN claims.article_id IS 'The article.';
COMMENT ON COLUMN claims.claim IS 'Number in the article, from 0.';
COMMENT ON COLUMN claims.violation IS 'The entry that it stands in: violation_mentions.mention.';
COMMENT ON COLUMN claims.source IS 'The codebook''s claimed_by: pengawas, kasn_bkn, ppk_atasan, penegak_hukum, peserta, warga, terlapor or media.';
COMMENT ON COLUMN claims.body IS 'unvalidated. The body meant. NULL: none, or not named.';
COMMENT ON COLUMN claims.speaker IS 'unvalidated. The named official who speaks in that sentence, where there is one only and one source. NULL: open.';
COMMENT ON COLUMN claims.official_id IS 'The speaker in officials. NULL: no speaker.';
COMMENT ON COLUMN claims.tagger IS 'Version of the tagger.';

CREATE TABLE article_stages (
    article_id  VARCHAR NOT NULL REFERENCES articles (article_id),
    election_id VARCHAR NOT NULL REFERENCES elections (election_id),
    stage       VARCHAR NOT NULL,
    resolved_by VARCHAR NOT NULL CHECK (resolved_by IN ('date', 'word')),
    part        VARCHAR CHECK (part IN ('title', 'text', 'caption')),
    start       INTEGER,
    stop        INTEGER,
    surface     VARCHAR,
    tagger      VARCHAR NOT NULL,
    PRIMARY KEY (article_id, election_id, stage, resolved_by)
);
COMMENT ON TABLE article_stages IS 'At which stage (tahapan) an election of the article stood when it appeared, or which one its words name; unvalidated.';
COMMENT ON COLUMN article_stages.article_id IS 'The article.';
COMMENT ON COLUMN article_stages.election_id IS 'The election.';
COMMENT ON COLUMN article_stages.stage IS 'unvalidated. pra_kampanye, verifikasi_partai, pencalonan, kampanye, masa_tenang, pemungutan, rekapitulasi or pasca.';
COMMENT ON COLUMN article_stages.resolved_by IS 'date (the day of publication in the calendar, nlp/data/election_stages.csv) or word.';
COMMENT ON COLUMN article_stages.part IS 'Where the words stand. NULL: by date.';
COMMENT ON COLUMN article_stages.start IS 'First code point, from 0. NULL: by date.';
COMMENT ON COLUMN article_stages.stop IS 'Code point after the last. NULL: by date.';
COMMENT ON COLUMN article_stages.surface IS 'The words. NULL: by date.';
COMMENT ON COLUMN article_stages.tagger IS 'Version of the tagger.';
