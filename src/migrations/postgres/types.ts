/** Types of PostgreSQL itself, as its catalogue calls them. None of them is a domain. */
const OWN = `bool bytea char name int8 int2 int4 text oid json xml point lseg path box polygon line float4 float8 money macaddr macaddr8 inet cidr
bpchar varchar date time timestamp timestamptz interval timetz bit varbit numeric uuid jsonb jsonpath tsvector tsquery regclass regtype regproc
regconfig regdictionary regnamespace regrole regoperator regprocedure refcursor txid_snapshot pg_lsn pg_snapshot xid xid8 cid tid
int4range int8range numrange tsrange tstzrange daterange int4multirange int8multirange nummultirange tsmultirange tstzmultirange datemultirange`;

/** Of extensions that Django and SQLAlchemy projects use; base types as well. */
const OF_EXTENSIONS = `citext hstore ltree lquery ltxtquery cube seg isbn ean13 geometry geography raster box2d box3d vector halfvec sparsevec`;

const KNOWN: ReadonlySet<string> = new Set(`${OWN} ${OF_EXTENSIONS}`.split(/\s+/));

/** It is a base type, so it brings no constraint of its own. What is not here may be a domain, an enum or anything. */
export function isKnownType(name: string): boolean {
  return KNOWN.has(name.slice(name.lastIndexOf('.') + 1));
}
