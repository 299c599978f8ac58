-- What two documents aim at, side by side. $1 and $2: their doc_ids; $3: the number of an act of national_targets that
-- stands for the second, or NULL.
WITH asks AS (
    SELECT fact_id, code, indicator, year_from, year, value_min, value_max, unit, comparator, basis, direction, every,
           whom, arithmetic, better, quote, NULL AS population, NULL AS region, true AS is_whole
    FROM v_aims WHERE list_contains($2, doc_id)
    UNION ALL
    SELECT national_target_id, act, n.indicator, CASE WHEN per = 'year' THEN period_start ELSE year END, year, value_min,
           value_max, n.unit, comparator, basis, direction, per, '', NULL, better, label, population, region,
           scope = 'whole' AND checked
    FROM national_targets AS n LEFT JOIN indicators USING (indicator)
    WHERE act = $3 AND n.indicator IS NOT NULL
),
owns AS (FROM v_aims WHERE list_contains($1, doc_id)),
pairs AS (
    SELECT owns, asks FROM owns JOIN asks
      ON owns.indicator = asks.indicator AND counted_in(owns.unit) IS NOT DISTINCT FROM counted_in(asks.unit)
     AND owns.basis = asks.basis AND owns.every IS NOT DISTINCT FROM asks.every
     AND (owns.basis = 'level' OR owns.direction IS NOT DISTINCT FROM asks.direction)
     AND (owns.year BETWEEN asks.year_from AND asks.year OR asks.year BETWEEN owns.year_from AND owns.year)
     AND (owns.whom = asks.whom OR asks.population IS NOT NULL)
     AND (owns.arithmetic IS NULL OR asks.arithmetic IS NULL)
),
sides AS (
    FROM pairs
    UNION ALL
    SELECT owns, NULL FROM owns
    WHERE owns.arithmetic IS NULL AND owns.fact_id NOT IN (SELECT owns.fact_id FROM pairs)
    UNION ALL
    SELECT NULL, asks FROM asks
    WHERE asks.arithmetic IS NULL AND asks.fact_id NOT IN (SELECT asks.fact_id FROM pairs)
),
given AS (
    SELECT indicator, year, own_fact_id AS fact_id, fact_id AS other_fact_id, own_value_min AS value_min,
           own_value_max AS value_max, own_unit AS unit, own_comparator AS comparator, basis, direction,
           value_min AS other_value_min, value_max AS other_value_max, unit AS other_unit, comparator AS other_comparator,
           difference, verdict
    FROM v_allocation WHERE list_contains($1, own_doc_id) AND list_contains($2, doc_id)
)
SELECT coalesce(owns.indicator, asks.indicator) AS indicator, coalesce(owns.year, asks.year) AS year,
       owns.fact_id AS fact_id, asks.fact_id AS other_fact_id,
       owns.value_min AS value_min, owns.value_max AS value_max, owns.unit AS unit, owns.comparator AS comparator,
       coalesce(owns.basis, asks.basis) AS basis, coalesce(owns.direction, asks.direction) AS direction,
       coalesce(owns.every, asks.every) AS per, owns.arithmetic AS arithmetic,
       asks.value_min AS other_value_min, asks.value_max AS other_value_max, asks.unit AS other_unit,
       asks.comparator AS other_comparator, asks.arithmetic AS other_arithmetic, asks.quote AS other_quote,
       CASE WHEN is_rate(owns.unit)
            THEN round(owns.value_min - asks.value_min * scale_of(asks.unit) / scale_of(owns.unit), 6) END AS difference,
       CASE WHEN is_rate(owns.unit) AND asks.is_whole THEN verdict_on(
           orientation(asks.better, asks.basis, asks.direction),
           {value_min: owns.value_min * scale_of(owns.unit), value_max: owns.value_max * scale_of(owns.unit),
            comparator: owns.comparator},
           {value_min: asks.value_min * scale_of(asks.unit), value_max: asks.value_max * scale_of(asks.unit),
            comparator: asks.comparator}) END AS verdict,
       concat_ws(', ', asks.population, asks.region) AS whom, name_vi AS name
FROM sides LEFT JOIN indicators ON indicators.indicator = coalesce(owns.indicator, asks.indicator)
UNION ALL BY NAME
SELECT given.*, name_vi AS name FROM given LEFT JOIN indicators USING (indicator)
ORDER BY fact_id IS NULL, other_fact_id IS NULL, name, year, fact_id, other_fact_id
