-- Guilds that the bot is in no longer, and since when.

CREATE TABLE departures (
    guild TEXT PRIMARY KEY,
    at    BIGINT NOT NULL
);
