-- Times are microseconds since 1970 in UTC, 0 where unknown. IDs of Discord are text. Both SQLite and PostgreSQL run this.

CREATE TABLE conversations (
    name  TEXT PRIMARY KEY,
    turns BIGINT NOT NULL
);

CREATE TABLE answers (
    id           TEXT PRIMARY KEY,
    guild        TEXT NOT NULL,
    channel      TEXT NOT NULL,
    thread       TEXT NOT NULL,
    conversation TEXT NOT NULL,
    turn         BIGINT NOT NULL,
    asker        TEXT NOT NULL,
    private      BOOLEAN NOT NULL,
    abstained    BOOLEAN NOT NULL,
    language     TEXT NOT NULL,
    kind         TEXT NOT NULL,
    gap          TEXT NOT NULL,
    answer       TEXT NOT NULL,
    at           BIGINT NOT NULL
);
CREATE UNIQUE INDEX answers_turn ON answers (conversation, turn) WHERE conversation <> '';
CREATE INDEX answers_asker ON answers (asker);
CREATE INDEX answers_guild ON answers (guild, at);
CREATE INDEX answers_at ON answers (at);
CREATE INDEX answers_gap ON answers (guild, gap, at) WHERE abstained;

CREATE TABLE citations (
    answer     TEXT NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
    place      BIGINT NOT NULL,
    article    TEXT NOT NULL,
    version    TEXT NOT NULL,
    passage    TEXT NOT NULL,
    n          BIGINT NOT NULL,
    span_start BIGINT NOT NULL,
    span_end   BIGINT NOT NULL,
    quote      TEXT NOT NULL,
    PRIMARY KEY (answer, place)
);
CREATE INDEX citations_article ON citations (article, answer);

CREATE TABLE messages (
    id      TEXT PRIMARY KEY,
    answer  TEXT NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
    channel TEXT NOT NULL,
    at      BIGINT NOT NULL
);
CREATE INDEX messages_answer ON messages (answer);

CREATE TABLE notices (
    about   TEXT NOT NULL,
    change  TEXT NOT NULL,
    begun   BIGINT NOT NULL,
    told    BIGINT NOT NULL,
    words   TEXT NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (about, change)
);

CREATE TABLE feedback (
    answer TEXT NOT NULL REFERENCES answers (id) ON DELETE CASCADE,
    reader TEXT NOT NULL,
    good   BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    at     BIGINT NOT NULL,
    PRIMARY KEY (answer, reader)
);
CREATE INDEX feedback_reader ON feedback (reader);
CREATE INDEX feedback_at ON feedback (at);

CREATE TABLE settings (
    guild TEXT NOT NULL,
    scope TEXT NOT NULL,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (guild, scope, field)
);

CREATE TABLE setting_changes (
    id        TEXT PRIMARY KEY,
    guild     TEXT NOT NULL,
    scope     TEXT NOT NULL,
    field     TEXT NOT NULL,
    old_value TEXT NOT NULL,
    new_value TEXT NOT NULL,
    moderator TEXT NOT NULL,
    at        BIGINT NOT NULL
);
CREATE INDEX setting_changes_guild ON setting_changes (guild, at);
CREATE INDEX setting_changes_moderator ON setting_changes (moderator);

CREATE TABLE quotas (
    guild   TEXT NOT NULL,
    kind    TEXT NOT NULL,
    name    TEXT NOT NULL,
    period  BIGINT NOT NULL,
    began   BIGINT NOT NULL,
    used    BIGINT NOT NULL,
    PRIMARY KEY (guild, kind, name, period)
);

CREATE TABLE follows (
    id       TEXT PRIMARY KEY,
    guild    TEXT NOT NULL,
    channel  TEXT NOT NULL,
    reader   TEXT NOT NULL,
    question TEXT NOT NULL,
    filter   TEXT NOT NULL,
    answer   TEXT NOT NULL,
    hash     TEXT NOT NULL,
    message  TEXT NOT NULL,
    at       BIGINT NOT NULL,
    changed  BIGINT NOT NULL,
    due      BIGINT NOT NULL,
    language TEXT NOT NULL,
    failed   BIGINT NOT NULL
);
CREATE INDEX follows_reader ON follows (reader);
CREATE INDEX follows_guild ON follows (guild);
CREATE INDEX follows_due ON follows (due);

CREATE TABLE additions (
    id      TEXT PRIMARY KEY,
    guild   TEXT NOT NULL,
    kind    TEXT NOT NULL,
    address TEXT NOT NULL,
    file    TEXT NOT NULL,
    adder   TEXT NOT NULL,
    state   TEXT NOT NULL,
    reason  TEXT NOT NULL,
    at      BIGINT NOT NULL,
    checked BIGINT NOT NULL,
    UNIQUE (guild, address)
);
CREATE INDEX additions_adder ON additions (adder);

CREATE TABLE notes (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
