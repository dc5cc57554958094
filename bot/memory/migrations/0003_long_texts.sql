-- An index of PostgreSQL takes no text of more than 2,704 bytes: what a reader asked and an address are in none.

DROP INDEX answers_gap;
CREATE INDEX answers_abstained ON answers (guild, at) WHERE abstained;

CREATE TABLE added (
    id      TEXT PRIMARY KEY,
    guild   TEXT NOT NULL,
    kind    TEXT NOT NULL,
    address TEXT NOT NULL,
    file    TEXT NOT NULL,
    adder   TEXT NOT NULL,
    state   TEXT NOT NULL,
    reason  TEXT NOT NULL,
    at      BIGINT NOT NULL,
    checked BIGINT NOT NULL
);
INSERT INTO added SELECT id, guild, kind, address, file, adder, state, reason, at, checked FROM additions;
DROP TABLE additions;
ALTER TABLE added RENAME TO additions;
CREATE INDEX additions_guild ON additions (guild, at);
CREATE INDEX additions_adder ON additions (adder);
