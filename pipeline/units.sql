-- What is known of indicators ($1) for a year ($2, or any) in units ($3: structs of code and valid_from) and all that lie
-- in them, with what was asked of each by its superior.
WITH wanted AS (SELECT unnest($3, recursive := true)),
-- A number is about its place, or else about the unit of its document, as they were on the day of the document.
numbers AS (
    SELECT v.*, coalesce(place_code, commune_code, district_code, province_code) AS about_code
    FROM v_commitments AS v
    WHERE list_contains($1, indicator) AND counts AND about IS NOT NULL AND NOT coalesce(in_part, false)
      AND ($2 IS NULL OR year = $2 OR (per = 'year' AND $2 BETWEEN period_start AND year))
),
placed AS (
    SELECT numbers.*, places.level AS place_level, places.name AS unit_name, places.kind AS place_kind,
           places.code AS unit_code, places.valid_from AS unit_from
    FROM numbers JOIN places ON places.code = about_code
    WHERE coalesce(issued_on BETWEEN coalesce(valid_from, issued_on) AND coalesce(valid_to, issued_on), true)
    QUALIFY row_number() OVER (PARTITION BY fact_id ORDER BY valid_from DESC NULLS LAST) = 1
),
inside AS (
    SELECT DISTINCT placed.* FROM placed
    JOIN place_ancestors AS a ON a.code = unit_code AND a.valid_from IS NOT DISTINCT FROM unit_from
    JOIN wanted ON wanted.code = a.above_code AND wanted.valid_from IS NOT DISTINCT FROM a.above_valid_from
),
judged AS (
    SELECT fact_id, upper_fact_id, upper_code, upper_value_min, upper_value_max, upper_unit, upper_comparator,
           basis AS upper_basis, direction AS upper_direction, per AS upper_per, difference, verdict, through, arithmetic,
           CASE WHEN arithmetic IS NOT NULL THEN value_min END AS worked_out
    FROM v_levels WHERE fact_id IS NOT NULL AND list_contains($1, indicator)
    UNION ALL BY NAME
    SELECT own_fact_id AS fact_id, fact_id AS upper_fact_id, code AS upper_code, value_min AS upper_value_min,
           value_max AS upper_value_max, unit AS upper_unit, comparator AS upper_comparator, basis AS upper_basis,
           direction AS upper_direction, difference, verdict
    FROM v_allocation WHERE own_fact_id IS NOT NULL AND list_contains($1, indicator)
),
-- Units whose plans leave out what was asked of them.
unsaid AS (
    SELECT DISTINCT l.indicator, l.place, l.place_code, areas.level AS place_level, l.year, 'target' AS kind, l.code,
           l.issuer, source_path, upper_fact_id, upper_code, upper_value_min, upper_value_max, upper_unit,
           upper_comparator, 'level' AS upper_basis, verdict, l.through
    FROM v_levels AS l JOIN v_document_areas AS areas USING (doc_id)
    JOIN wanted ON areas.above = area_of(wanted.code, wanted.valid_from, NULL)
    JOIN documents USING (doc_id) JOIN sources USING (source_id)
    WHERE fact_id IS NULL AND list_contains($1, l.indicator) AND ($2 IS NULL OR l.year = $2)
),
every AS (
    SELECT inside.indicator, unit_name AS place, unit_code AS place_code, place_level, place_kind, year, kind, value_min,
           value_max, inside.unit, comparator, basis, direction, per, code, issuer, quote, source_path,
           judged.* EXCLUDE (fact_id), fact_id
    FROM inside LEFT JOIN judged USING (fact_id)
    UNION ALL BY NAME
    FROM unsaid
)
SELECT every.*, name_vi AS name
FROM every LEFT JOIN indicators USING (indicator)
ORDER BY name, year DESC, list_position(['province', 'district', 'commune'], place_level), place, place_code,
         kind, upper_fact_id IS NULL, source_path, basis DESC, fact_id, upper_fact_id
