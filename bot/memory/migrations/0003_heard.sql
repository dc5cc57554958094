-- Messages that ask the bot something, until when a process has undertaken to answer each, 0 once it has; kept for some hours.

CREATE TABLE heard (
    message TEXT PRIMARY KEY,
    at      BIGINT NOT NULL,
    until   BIGINT NOT NULL
);
CREATE INDEX heard_at ON heard (at);
