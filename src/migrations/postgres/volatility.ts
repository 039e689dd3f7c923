import type { Expression } from '../sql/act.ts';

/**
 * Whether PostgreSQL works an expression out once a statement or once a row. `unknown`: a function that is not its own, so nobody can say
 * without the database; to be taken as once a row.
 */
export function volatilityOf(expression: Expression): {
  readonly per: 'statement' | 'row' | 'unknown';
  readonly because: string;
} {
  const calls = expression.calls.map(name => name.slice(name.lastIndexOf('.') + 1).toLowerCase());
  const volatile = calls.find(name => VOLATILE.has(name));
  if (volatile !== undefined) return { per: 'row', because: volatile };
  const strange = calls.find(name => !STEADY.has(name) && !isTypeOrGeometry(name));
  return strange === undefined ? { per: 'statement', because: '' } : { per: 'unknown', because: strange };
}

/** Functions that do nothing to tables, so that a SELECT of them is only a SELECT. Of others nobody knows. */
export function isHarmlessCall(name: string): boolean {
  const own = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return STEADY.has(own) || VOLATILE.has(own) || AGGREGATES.has(own) || isTypeOrGeometry(own) || own.startsWith('pg_');
}

/** PostGIS marks all that builds or reads a geometry as immutable. */
function isTypeOrGeometry(name: string): boolean {
  return name.startsWith('st_');
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/** `provolatile = 'v'` in pg_proc of PostgreSQL 12 to 18, as far as a default can use them, and those of uuid-ossp and pgcrypto. */
const VOLATILE = words(`
array_sample array_shuffle clock_timestamp current_query currval gen_random_uuid lastval lo_create nextval pg_advisory_lock
pg_advisory_xact_lock pg_advisory_unlock pg_try_advisory_lock pg_try_advisory_xact_lock pg_backend_pid pg_sleep random random_normal
set_config setval timeofday txid_status uuidv4 uuidv7
uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4 gen_random_bytes gen_salt`);

/** Immutable and stable ones of PostgreSQL 12 to 18, with the words of SQL that call one, and those of common extensions. */
const STEADY = words(`
abs acos acosd acosh age array_agg array_append array_cat array_dims array_fill array_length array_lower array_ndims array_position
array_positions array_prepend array_remove array_replace array_reverse array_sort array_to_json array_to_string array_to_tsvector array_upper
ascii asin asind asinh atan atan2 atan2d atand atanh bit_count bit_length btrim cardinality casefold cbrt ceil ceiling char_length
character_length chr coalesce col_description concat concat_ws convert convert_from convert_to cos cosd cosh cot cotd crc32 crc32c
current_catalog current_database current_date current_role current_schema current_schemas current_setting current_time current_timestamp
current_user date date_add date_bin date_part date_subtract date_trunc daterange decode degrees div encode enum_first enum_last enum_range erf
erfc exp extract factorial family floor format format_type gamma gcd get_bit get_byte greatest has_column_privilege has_schema_privilege
has_table_privilege host hostmask inet_client_addr inet_server_addr initcap int4range int8range isempty isfinite is_normalized json_array
json_array_elements json_array_elements_text json_array_length json_build_array json_build_object json_each json_each_text
json_extract_path json_extract_path_text json_object json_object_keys json_populate_record json_scalar json_serialize json_strip_nulls
json_to_record json_to_tsvector json_typeof json_value jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_build_array
jsonb_build_object jsonb_concat jsonb_each jsonb_each_text jsonb_extract_path jsonb_extract_path_text jsonb_insert jsonb_object
jsonb_object_keys jsonb_path_exists jsonb_path_match jsonb_path_query jsonb_path_query_array jsonb_path_query_first jsonb_populate_record
jsonb_pretty jsonb_set jsonb_set_lax jsonb_strip_nulls jsonb_to_record jsonb_to_tsvector jsonb_typeof justify_days justify_hours
justify_interval lcm least left length lgamma ln localtime localtimestamp log log10 lower lower_inc lower_inf lpad ltrim macaddr8_set7bit
make_date make_interval make_time make_timestamp make_timestamptz masklen md5 min_scale mod multirange netmask network normalize now nullif
num_nonnulls num_nulls numrange numnode obj_description octet_length overlaps overlay parse_ident phraseto_tsquery pi plainto_tsquery
position pow power quote_ident quote_literal quote_nullable radians range_merge regexp_count regexp_instr regexp_like regexp_match
regexp_matches regexp_replace regexp_split_to_array regexp_substr repeat replace reverse right round row_to_json rpad rtrim scale session_user
set_bit set_byte setweight sha224 sha256 sha384 sha512 sign sin sind sinh split_part sqrt starts_with statement_timestamp string_to_array
strip strpos substr substring system_user tan tand tanh text timezone to_ascii to_bin to_char to_date to_hex to_json to_jsonb to_number to_oct
to_regclass to_regtype to_timestamp to_tsquery to_tsvector transaction_timestamp translate trim trim_array trim_scale trunc ts_delete
ts_filter ts_headline ts_rank ts_rank_cd tsrange tstzrange tsvector_to_array unistr upper upper_inc upper_inf user uuid_extract_timestamp
uuid_extract_version version websearch_to_tsquery width_bucket xmlcomment xmlelement xmlforest xmlparse xpath
armor crypt digest hmac f_unaccent hstore immutable_unaccent similarity show_trgm text2ltree unaccent uuid_generate_v3 uuid_generate_v5
uuid_nil uuid_ns_dns uuid_ns_url word_similarity`);

const AGGREGATES = words(`
array_agg avg bool_and bool_or count every json_agg json_object_agg jsonb_agg jsonb_object_agg max min string_agg sum row_number rank dense_rank
lag lead first_value last_value ntile percentile_cont percentile_disc stddev variance generate_series generate_subscripts unnest
jsonb_array_elements json_array_elements regexp_split_to_table string_to_table setval nextval`);
