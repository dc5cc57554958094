-- Guilds that the bot is in, or was, and since when it is no longer, 0 while it is.

CREATE TABLE guilds (
    guild TEXT PRIMARY KEY,
    gone  BIGINT NOT NULL
);
