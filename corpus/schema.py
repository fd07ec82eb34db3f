"""The tables of documents and passages, and how those of earlier versions become them."""

SCHEMA = """
create table meta (key text primary key, value text not null) strict;
create table documents (
    id integer primary key,
    path text not null unique,
    size integer not null,
    mtime_ns integer not null,
    refusal text,
    container text,
    sha256 text, encoding text, coordinates text, extractor text, title text, published text, page_starts text,
    page_labels text not null default '[]',
    scanned_pages text not null default '',
    recognised_pages text not null default '[]',
    recogniser text not null default '',
    text text,
    checksum integer
) strict;
create table passages (
    id integer primary key,
    document_id integer not null references documents (id) on delete cascade,
    start integer not null, stop integer not null, headings text not null, markup text not null,
    parts text not null default '[[], []]',
    checksum integer
) strict;
create index documents_of_container on documents (container);
create index passages_of_document on passages (document_id, start);
"""

TABLES = frozenset({"meta", "documents", "passages"})
"""What it creates."""

UPGRADES: tuple[tuple[str, ...], ...] = (
    ("alter table passages add column parts text not null default '[[], []]'",),
    (
        "alter table documents add column container text",
        "alter table documents add column page_labels text not null default '[]'",
        "alter table documents add column scanned_pages text not null default ''",
        "create index documents_of_container on documents (container)",
    ),
    (
        "alter table documents add column recognised_pages text not null default '[]'",
        "alter table documents add column recogniser text not null default ''",
    ),
    ("alter table documents add column checksum integer", "alter table passages add column checksum integer"),
)
"""The statements that lead from each version, from 1 on, to the next."""
