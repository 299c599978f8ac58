-- What is known of indicators ($1) for a year ($2, or any) in units ($3: structs of code and valid_from) and all that lie
-- in them, with what was asked of each by its superior.
WITH wanted AS (SELECT unnest($3, recursive := true)),
inside AS (
    SELECT DISTINCT v.*, areas.level AS place_level, areas.name AS unit_name, area_kind AS place_kind,
           areas.code AS unit_code
    FROM v_commitments AS v
    JOIN v_number_areas AS areas USING (fact_id)
    JOIN place_ancestors AS a ON a.code = areas.code AND a.valid_from IS NOT DISTINCT FROM areas.valid_from
    JOIN wanted ON wanted.code = a.above_code AND wanted.valid_from IS NOT DISTINCT FROM a.above_valid_from
    WHERE list_contains($1, v.indicator)
      AND ($2 IS NULL OR v.year = $2 OR (v.per = 'year' AND $2 BETWEEN v.period_start AND v.year))
),
levels AS MATERIALIZED (FROM v_levels WHERE list_contains($1, indicator)),
judged AS (
    SELECT fact_id, upper_fact_id, upper_code, upper_value_min, upper_value_max, upper_unit, upper_comparator,
           basis AS upper_basis, direction AS upper_direction, per AS upper_per, difference, verdict, through, arithmetic,
           CASE WHEN arithmetic IS NOT NULL THEN value_min END AS worked_out
    FROM levels WHERE fact_id IS NOT NULL
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
    FROM levels AS l JOIN v_document_areas AS areas USING (doc_id)
    JOIN wanted ON areas.above = area_of(wanted.code, wanted.valid_from, NULL)
    JOIN documents USING (doc_id) JOIN sources USING (source_id)
    WHERE fact_id IS NULL AND ($2 IS NULL OR l.year = $2)
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
