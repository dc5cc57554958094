-- Guilds that the bot is in, or was, and since when it is no longer, 0 while it is.

CREATE TABLE guilds (
    guild TEXT PRIMARY KEY,
    gone  BIGINT NOT NULL
);

-- Messages that ask the bot something, until when a process has undertaken to answer each, 0 once it has; kept for some hours.

CREATE TABLE heard (
    message TEXT PRIMARY KEY,
    at      BIGINT NOT NULL,
    until   BIGINT NOT NULL
);
CREATE INDEX heard_at ON heard (at);
