-- Plans held against each other: a unit's own beside those of the unit above it, and beside the national programmes.

-- Each unit with those it lies in: itself and, by its parents, all above it. A merger may stand in between, but only
-- one: what went into a unit lies in that and in what is above that; a new unit lies, by what it was made of itself,
-- in what that lay in. (A new province's old provinces are not above its communes: each lay in one of them only.)
CREATE VIEW place_ancestors AS
WITH RECURSIVE units AS (
    SELECT code, valid_from, level, parent_code, successor_codes,
           coalesce(valid_from, DATE '0001-01-01') AS starts, coalesce(valid_to, DATE '9999-12-31') AS ends
    FROM places
),
parents AS (
    SELECT unit.code, unit.starts, above.code AS above_code, above.starts AS above_starts
    FROM units AS unit JOIN units AS above
      ON above.code = unit.parent_code AND above.starts <= unit.ends AND above.ends >= unit.starts
),
mergers AS (
    SELECT before.code, before.starts, later.code AS later_code, later.starts AS later_starts
    FROM (SELECT *, unnest(successor_codes) AS later_code FROM units WHERE ends < DATE '9999-12-31') AS before
    JOIN units AS later
      ON later.code = later_code AND later.level = before.level
     AND later.starts > before.starts AND later.starts <= before.ends + 1 AND later.ends > before.ends
),
above AS (
    SELECT code, starts, code AS above_code, starts AS above_starts FROM units
    UNION
    SELECT above.code, above.starts, parents.above_code, parents.above_starts
    FROM above JOIN parents ON parents.code = above.above_code AND parents.starts = above.above_starts
),
joined AS (
    SELECT code, starts, above_code, above_starts, 1 AS rank FROM above
    UNION ALL
    SELECT low.code, low.starts, high.above_code, high.above_starts, 2
    FROM above AS low
    JOIN mergers ON mergers.code = low.above_code AND mergers.starts = low.above_starts
    JOIN above AS high ON high.code = mergers.later_code AND high.starts = mergers.later_starts
    UNION ALL
    SELECT mergers.later_code, mergers.later_starts, high.above_code, high.above_starts, 3
    FROM mergers JOIN above AS high ON high.code = mergers.code AND high.starts = mergers.starts
)
SELECT joined.code, nullif(joined.starts, DATE '0001-01-01') AS valid_from, above_code,
       nullif(above_starts, DATE '0001-01-01') AS above_valid_from, units.level AS above_level,
       CASE min(rank) WHEN 2 THEN 'successor' WHEN 3 THEN 'predecessor' END AS through
FROM joined JOIN units ON units.code = above_code AND units.starts = above_starts
GROUP BY ALL;

-- Which unit of which time a document is of, and all units that it lies in, itself among them. Codes are used again,
-- so a unit is its code with its first day; one that the gazetteer does not have goes by its name.
CREATE MACRO area_of(code, valid_from, name) AS coalesce(code || '@' || coalesce(valid_from::VARCHAR, ''), name);

-- The day of issue or, where it is left open, the first of its month or year, or of the plan's period.
CREATE MACRO day_of(issued_on, partial, period_start) AS coalesce(
    issued_on,
    CASE WHEN regexp_matches(partial, '^\d{4}(-\d\d)?$') THEN try_cast(left(partial || '-01-01', 10) AS DATE) END,
    try_cast(period_start || '-01-01' AS DATE));

CREATE VIEW v_document_areas AS
WITH named AS (
    SELECT doc_id, unnest([{level: 'commune', name: commune, code: commune_code, rank: 3},
                           {level: 'district', name: district, code: district_code, rank: 2},
                           {level: 'province', name: province, code: province_code, rank: 1}], recursive := true),
           day_of(issued_on, issued_on_partial, period_start) AS day
    FROM kept_documents()
),
dated AS (
    SELECT named.* EXCLUDE (day) REPLACE (coalesce(places.name, named.name) AS name), valid_from,
           area_of(places.code, valid_from, coalesce(named.code, named.name)) AS area
    FROM named LEFT JOIN places ON places.code = named.code AND places.level = named.level
    WHERE named.name IS NOT NULL
    -- The row of its day, or else the latest.
    QUALIFY row_number() OVER (PARTITION BY doc_id, named.level ORDER BY
        coalesce(day BETWEEN coalesce(valid_from, day) AND coalesce(valid_to, day), false) DESC,
        valid_from DESC NULLS LAST) = 1
),
own AS (SELECT * FROM dated QUALIFY rank = max(rank) OVER (PARTITION BY doc_id)),
joined AS (
    SELECT own.*, above_level, area_of(above_code, above_valid_from, NULL) AS above, through
    FROM own JOIN place_ancestors AS a ON a.code = own.code AND a.valid_from IS NOT DISTINCT FROM own.valid_from
    UNION ALL
    SELECT own.*, dated.level, dated.area, NULL FROM own JOIN dated USING (doc_id)
)
SELECT doc_id, level, name, code, area, above_level, above, CASE WHEN bool_and(through IS NOT NULL) THEN min(through) END
       AS through
FROM joined GROUP BY ALL;

-- Which unit of which time a number is about: its place, or else the unit of its document, as it was on the day of that.
CREATE VIEW v_number_areas AS
SELECT fact_id, places.level, places.kind AS area_kind, places.name, places.code, places.valid_from
FROM v_commitments AS v
JOIN documents USING (doc_id)
JOIN places ON places.code = coalesce(v.place_code, v.commune_code, v.district_code, v.province_code)
WHERE about IS NOT NULL AND counts AND NOT coalesce(in_part, false)
QUALIFY row_number() OVER (PARTITION BY fact_id ORDER BY
    coalesce(day_of(documents.issued_on, documents.issued_on_partial, documents.period_start)
             BETWEEN coalesce(valid_from, DATE '0001-01-01') AND coalesce(valid_to, DATE '9999-12-31'), false) DESC,
    valid_from DESC NULLS LAST) = 1;

-- Money and people are counted in thousands, millions and billions of one thing; a worker is a person.
CREATE MACRO scale_of(unit) AS CASE
    WHEN regexp_matches(unit, '^(nghìn|ngàn) t[ỷỉ] ') THEN 1e12 WHEN regexp_matches(unit, '^t[ỷỉ] ') THEN 1e9
    WHEN regexp_matches(unit, '^triệu ') THEN 1e6 WHEN regexp_matches(unit, '^(nghìn|ngàn) ') THEN 1e3 ELSE 1 END;
CREATE MACRO counted_in(unit) AS regexp_replace(
    regexp_replace(unit, '^((nghìn|ngàn) t[ỷỉ]|t[ỷỉ]|triệu|nghìn|ngàn) ', ''), '^(người )?lao động$', 'người');
-- Rates and means can be held against each other; counts of a part and of the whole only stand side by side.
CREATE MACRO is_rate(unit) AS regexp_matches(unit, '^(%|‰|điểm phần trăm|điểm %|lần$|tuổi$)|/');
-- A number as a plan prints it.
CREATE MACRO printed(value) AS replace(rtrim(rtrim(printf('%.4f', value), '0'), '.'), '.', ',');

-- 1 where more of it is better, -1 where less is: less poverty, but more of a fall of poverty.
CREATE MACRO orientation(better, basis, direction) AS
    CASE WHEN basis = 'change' THEN CASE WHEN direction = better THEN 1 WHEN direction <> better THEN -1 END
         WHEN better = 'up' THEN 1 WHEN better = 'down' THEN -1 END;
-- What is promised for sure, beside what is asked for: {value_min, value_max, comparator} of each, in one unit. NULL
-- where one of them leaves the worse side open ("không quá 90%" where more is better) or no side is the better one.
CREATE MACRO verdict_on(better, own, asked) AS CASE
    WHEN list_contains(CASE better WHEN 1 THEN ['le', 'lt'] ELSE ['ge', 'gt'] END, own.comparator)
      OR list_contains(CASE better WHEN 1 THEN ['le', 'lt'] ELSE ['ge', 'gt'] END, asked.comparator) THEN NULL
    WHEN better IS NULL THEN CASE WHEN own = asked THEN 'meets' END
    WHEN least(better * own.value_min, better * own.value_max)
       < least(better * asked.value_min, better * asked.value_max) - 1e-9 THEN 'below'
    WHEN least(better * own.value_min, better * own.value_max)
       > greatest(better * asked.value_min, better * asked.value_max) + 1e-9 THEN 'above'
    -- "trên 3%" is not met by 3%.
    WHEN asked.comparator IN ('gt', 'lt') AND own.comparator NOT IN ('gt', 'lt')
     AND least(better * own.value_min, better * own.value_max)
       < least(better * asked.value_min, better * asked.value_max) + 1e-9 THEN 'below'
    ELSE 'meets' END;

-- What documents aim at for the whole of their unit, as printed and, where a rate goes from one year's level to
-- another's, as its change a year; and what acts of the State aim at for the whole country.
CREATE VIEW v_aims AS
WITH areas AS (SELECT DISTINCT doc_id, area, name AS area_name, code AS area_code FROM v_document_areas),
whole AS (
    SELECT c.*, area, area_name, area_code, lower(coalesce(c.population, '')) AS whom,
           -- A change without more words is one of the year in a plan that is for that year.
           CASE WHEN c.per IS NULL AND c.basis = 'change' AND c.year = documents.period_start
                 AND c.year = documents.period_end AND c.unit = '%' THEN 'year' ELSE c.per END AS every,
           CASE WHEN c.basis = 'change' THEN coalesce(c.period_start, c.year) ELSE c.year END AS year_from
    FROM v_commitments AS c JOIN documents USING (doc_id) LEFT JOIN areas USING (doc_id)
    WHERE c.indicator IS NOT NULL AND c.year IS NOT NULL AND counts AND NOT coalesce(in_part, false)
      -- Only what is about the whole unit: rows of a table are mostly about parts of it, unless they name it.
      -- By code where there is one: a province and its town may have one name.
      AND CASE WHEN c.place IS NULL THEN stands_in = 'text'
               WHEN place_code IS NULL THEN c.place = coalesce(c.commune, c.district, c.province)
               ELSE place_code = coalesce(c.commune_code, c.district_code, c.province_code) END
),
actuals AS (SELECT * FROM whole WHERE kind = 'actual' AND basis = 'level' AND unit = '%' AND comparator = 'eq'),
paths AS (
    SELECT aim.*, coalesce(aim.baseline_value, actuals.value_min) AS base_value,
           CASE WHEN aim.baseline_value IS NULL THEN actuals.year ELSE aim.baseline_year END AS base_year,
           base_value > aim.value_max AS falls, aim.year - base_year AS years
    FROM whole AS aim
    ASOF LEFT JOIN actuals ON actuals.doc_id = aim.doc_id AND actuals.indicator = aim.indicator
                          AND actuals.whom = aim.whom AND actuals.year < aim.year
    WHERE aim.kind = 'target' AND aim.basis = 'level' AND aim.unit = '%'
),
yearly AS (
    SELECT * EXCLUDE (falls, years, base_value, base_year) REPLACE (
               'change' AS basis, 'year' AS every, base_year + 1 AS year_from,
               CASE WHEN falls THEN 'down' ELSE 'up' END AS direction,
               round(CASE WHEN falls THEN base_value - value_max ELSE value_min - base_value END / years, 6) AS value_min,
               round(CASE WHEN falls THEN base_value - value_min ELSE value_max - base_value END / years, 6) AS value_max,
               -- What comes to no more than a level falls by no less.
               CASE WHEN NOT falls THEN comparator
                    ELSE coalesce(map {'ge': 'le', 'gt': 'lt', 'le': 'ge', 'lt': 'gt'}[comparator], comparator)
               END AS comparator),
           format('{}{} - {}{}', CASE WHEN years > 1 THEN '(' ELSE '' END,
                  printed(CASE WHEN falls THEN base_value ELSE paths.value_min END),
                  printed(CASE WHEN falls THEN paths.value_max ELSE base_value END),
                  CASE WHEN years > 1 THEN ') / ' || years ELSE '' END) AS arithmetic
    FROM paths
    -- Where a document says itself how much it is a year, that is not worked out.
    ANTI JOIN whole AS told ON told.doc_id = paths.doc_id AND told.indicator = paths.indicator AND told.whom = paths.whom
                           AND told.year = paths.year AND told.kind = 'target' AND told.basis = 'change'
                           AND told.every = 'year'
    WHERE base_year < year AND base_value NOT BETWEEN value_min AND value_max
),
documented AS (
    SELECT *, NULL AS arithmetic FROM whole WHERE kind = 'target'
    UNION ALL BY NAME
    SELECT * FROM yearly
)
SELECT fact_id, doc_id, documented.level, area, area_name, area_code, issuer, code, indicator, indicators.better,
       year_from, year, value_min, value_max, documented.unit, comparator, basis, direction, every, whom, arithmetic,
       quote, page, source_path
FROM documented LEFT JOIN indicators USING (indicator)
UNION ALL BY NAME
SELECT national_target_id AS fact_id, 'central' AS level, issuer, act AS code, indicator, indicators.better,
       CASE WHEN per = 'year' THEN period_start ELSE year END AS year_from, year, value_min, value_max, n.unit,
       comparator, basis, direction, per AS every, '' AS whom, label AS quote, issued_on AS act_issued_on,
       programme AS act_programme
FROM national_targets AS n LEFT JOIN indicators USING (indicator)
WHERE scope = 'whole' AND checked;

-- What a unit aims at beside what is asked of it: by the unit above it, before a merger or after, and by the acts of
-- the State that it cites.
CREATE VIEW v_levels AS
WITH aims AS MATERIALIZED (FROM v_aims),
areas AS MATERIALIZED (FROM v_document_areas),
-- Who stands above a document's unit: the level above it, and the province where there are no districts.
above AS (
    SELECT areas.*, bool_or(above_level = 'district' AND through IS NULL) OVER (PARTITION BY doc_id) AS has_district
    FROM areas
    QUALIFY above_level = CASE WHEN level = 'district' OR NOT has_district THEN 'province' ELSE 'district' END
        AND level <> above_level
),
cited AS (
    SELECT DISTINCT c.doc_id, n.act, n.issued_on
    FROM v_citations AS c JOIN national_targets AS n
      -- Numbers are given anew each year; a date may have a slip in its year.
      ON n.act = c.code AND abs(year(coalesce(c.issued_on, n.issued_on)) - year(n.issued_on)) <= 1
),
asked AS (
    SELECT above.doc_id, through, high FROM above JOIN aims AS high ON high.area = above.above AND high.level = above_level
    WHERE high.doc_id <> above.doc_id
    UNION ALL
    SELECT province.doc_id, NULL, high
    FROM kept_documents() AS province JOIN aims AS high ON high.level = 'central' AND high.doc_id IS NOT NULL
    WHERE province.level = 'province'
    UNION ALL
    SELECT cited.doc_id, NULL, high
    FROM cited JOIN aims AS high ON high.code = cited.act AND high.act_issued_on = cited.issued_on
),
pairs AS (
    SELECT own.doc_id, own, asked.high, through
    FROM aims AS own JOIN asked ON asked.doc_id = own.doc_id AND asked.high.indicator = own.indicator
    WHERE counted_in(own.unit) IS NOT DISTINCT FROM counted_in(high.unit)
      AND own.basis = high.basis AND own.every IS NOT DISTINCT FROM high.every  -- so much a year is not so much in all
      AND (own.basis = 'level' OR own.direction IS NOT DISTINCT FROM high.direction)
      AND own.year BETWEEN high.year_from AND high.year AND own.year_from >= high.year_from
      AND (own.arithmetic IS NULL OR high.arithmetic IS NULL)
),
-- What is known of each unit, by any of its documents.
said AS (SELECT DISTINCT areas.area, indicator, year FROM aims JOIN areas USING (doc_id)),
-- Whom each rate that is asked for may bind. Kept apart from what follows: by its years, documents and rates would be
-- joined each with each.
bound AS MATERIALIZED (
    SELECT asked.doc_id, asked.high, asked.through, documents.programme, higher.programme AS asked_programme,
           coalesce(documents.period_start, year(documents.issued_on)) AS first_year,
           coalesce(documents.period_end, year(documents.issued_on)) AS last_year, citing.doc_id IS NOT NULL AS cites
    FROM (FROM asked WHERE high.arithmetic IS NULL AND is_rate(high.unit)) AS asked
    JOIN documents USING (doc_id) LEFT JOIN documents AS higher ON higher.doc_id = asked.high.doc_id
    LEFT JOIN (SELECT DISTINCT doc_id, cited_doc_id FROM v_citations) AS citing
           ON citing.doc_id = asked.doc_id AND citing.cited_doc_id = asked.high.doc_id
),
-- Documents that carry out what asks, or are of its programme, for its time, while none of their unit says anything.
silent AS (
    SELECT doc_id, high, through FROM bound
    WHERE (programme = asked_programme OR starts_with(high.act_programme, programme) OR cites)
      AND first_year <= high.year AND last_year >= high.year_from
),
unsaid AS (
    SELECT doc_id, NULL AS own, high, through
    FROM silent JOIN (SELECT DISTINCT doc_id, area FROM areas) AS areas USING (doc_id)
    LEFT JOIN said ON said.area = areas.area AND said.indicator = high.indicator
                  AND said.year BETWEEN high.year_from AND high.year
    GROUP BY ALL HAVING count(said.area) = 0
),
compared AS (
    SELECT *,
           orientation(high.better, high.basis, high.direction) AS oriented,
           scale_of(high.unit) / scale_of(own.unit) AS scale,
           own.whom = high.whom OR high.doc_id IS NULL AS alike
    FROM (FROM pairs UNION ALL FROM unsaid) JOIN documents USING (doc_id)
)
SELECT high.indicator AS indicator, coalesce(own.year, high.year) AS year, coalesce(own.unit, high.unit) AS unit,
       level, coalesce(commune, district, province) AS place,
       coalesce(commune_code, district_code, province_code) AS place_code, issuer, code,
       own.value_min AS value_min, own.value_max AS value_max, own.comparator AS comparator, own.basis AS basis, own.direction AS direction, own.every AS per, own.arithmetic AS arithmetic, own.quote AS quote,
       high.level AS upper_level, high.area_name AS upper_place, high.issuer AS upper_issuer, high.code AS upper_code,
       high.year AS upper_year, high.value_min AS upper_value_min, high.value_max AS upper_value_max,
       high.unit AS upper_unit, high.comparator AS upper_comparator, high.arithmetic AS upper_arithmetic,
       high.quote AS upper_quote,
       CASE WHEN is_rate(own.unit) THEN round(own.value_min - high.value_min * scale, 6) END AS difference,
       round(own.value_min / nullif(high.value_min * scale, 0), 4) AS ratio,
       CASE WHEN own.fact_id IS NULL THEN 'not stated'
            WHEN is_rate(own.unit) AND alike THEN verdict_on(oriented,
                {value_min: own.value_min, value_max: own.value_max, comparator: own.comparator},
                {value_min: high.value_min * scale, value_max: high.value_max * scale, comparator: high.comparator})
       END AS verdict,
       through, doc_id, high.doc_id AS upper_doc_id, own.fact_id AS fact_id, high.fact_id AS upper_fact_id
FROM compared
ORDER BY indicator, year, issuer, code, upper_code, fact_id, upper_fact_id, arithmetic, upper_arithmetic;

-- What a superior's tables give to each unit below it, beside what the unit's own plans say.
CREATE VIEW v_allocation AS
WITH aims AS MATERIALIZED (FROM v_aims WHERE doc_id IS NOT NULL AND arithmetic IS NULL),
areas AS MATERIALIZED (FROM v_document_areas),
given AS (
    SELECT c.*, coalesce(c.commune_code, c.district_code, c.province_code) AS own_code, indicators.better, areas.area,
           indicators.name_vi
    FROM v_commitments AS c JOIN (SELECT DISTINCT doc_id, area FROM areas) AS areas USING (doc_id)
    LEFT JOIN indicators USING (indicator)
    WHERE kind = 'target' AND indicator IS NOT NULL AND year IS NOT NULL AND place_code <> own_code AND stands_in = 'table'
),
-- Plans of the unit itself, if it lies in that of the superior.
plans AS (
    SELECT given.fact_id AS given_id, areas.doc_id FROM given
    JOIN areas ON areas.code = given.place_code AND areas.above = given.area AND areas.doc_id <> given.doc_id
),
-- Of several plans only those that say something, if there is one.
sides AS (
    SELECT DISTINCT given, own, plans.doc_id
    FROM given JOIN plans ON plans.given_id = given.fact_id
    JOIN documents ON documents.doc_id = plans.doc_id
    LEFT JOIN aims AS own
      ON own.doc_id = plans.doc_id AND own.indicator = given.indicator AND own.year = given.year
     AND counted_in(own.unit) IS NOT DISTINCT FROM counted_in(given.unit) AND own.basis = given.basis
     AND (own.basis = 'level' OR own.direction IS NOT DISTINCT FROM given.direction)
    LEFT JOIN aims AS other ON other.doc_id = plans.doc_id AND other.indicator = given.indicator
                           AND other.year = given.year
    WHERE given.year BETWEEN coalesce(documents.period_start, year(documents.issued_on))
                         AND coalesce(documents.period_end, year(documents.issued_on))
    QUALIFY own.fact_id IS NOT NULL OR bool_and(own.fact_id IS NULL) OVER (PARTITION BY given.fact_id)
        AND row_number() OVER (PARTITION BY given.fact_id ORDER BY plans.doc_id) = 1
        -- What is said in another unit of measure is not left unsaid.
        AND NOT bool_or(other.fact_id IS NOT NULL) OVER (PARTITION BY given.fact_id)
)
SELECT given.indicator, given.year, given.place, given.place_code, given.unit, given.basis, given.direction,
       given.value_min, given.value_max, given.comparator, given.issuer, given.code, given.quote, given.page,
       given.source_path,
       own.value_min AS own_value_min, own.value_max AS own_value_max, own.unit AS own_unit,
       own.comparator AS own_comparator, documents.code AS own_code, documents.issuer AS own_issuer,
       own.quote AS own_quote,
       round(own.value_min - given.value_min * scale_of(given.unit) / scale_of(own.unit), 6) AS difference,
       CASE WHEN own.fact_id IS NULL THEN 'not stated'
            WHEN own.whom = lower(coalesce(given.population, '')) THEN verdict_on(
                orientation(given.better, given.basis, given.direction),
                {value_min: own.value_min * scale_of(own.unit), value_max: own.value_max * scale_of(own.unit),
                 comparator: own.comparator},
                {value_min: given.value_min * scale_of(given.unit), value_max: given.value_max * scale_of(given.unit),
                 comparator: given.comparator})
       END AS verdict,
       given.doc_id, doc_id AS own_doc_id, given.fact_id, own.fact_id AS own_fact_id
FROM sides JOIN documents USING (doc_id)
ORDER BY given.indicator, given.year, given.source_path, given.place_code, given.fact_id, own_fact_id;

COMMENT ON VIEW place_ancestors IS 'each unit with those it lies in: itself, those above it, and those before and after a merger / mỗi đơn vị và các đơn vị chứa nó: chính nó, các đơn vị cấp trên, các đơn vị trước và sau sáp nhập';
COMMENT ON VIEW v_document_areas IS 'the unit that a document is of, and the units that it lies in / đơn vị hành chính của mỗi văn bản, và các đơn vị chứa nó';
COMMENT ON VIEW v_number_areas IS 'the unit that each number of v_commitments is about, as it was on the day of its document / đơn vị hành chính mà mỗi số liệu trong v_commitments nói tới, vào ngày của văn bản';
COMMENT ON VIEW v_aims IS 'what is aimed at for a whole unit, by its documents, and for the country, by acts of the State / mục tiêu chung của một đơn vị theo văn bản của đơn vị đó, và của cả nước theo văn bản trung ương';
COMMENT ON VIEW v_levels IS 'what a unit aims at beside what the unit above it, or an act it cites, asks for, with a verdict / mục tiêu của một đơn vị bên cạnh mục tiêu của cấp trên hoặc của văn bản mà nó căn cứ, kèm đánh giá';
COMMENT ON VIEW v_allocation IS 'what a table of a superior gives to a unit beside what the unit itself plans, with a verdict / chỉ tiêu cấp trên giao trong bảng bên cạnh chỉ tiêu trong kế hoạch của chính đơn vị, kèm đánh giá';

-- What the columns are.
COMMENT ON COLUMN v_levels.indicator IS 'id of what is measured (table indicators) / mã chỉ tiêu (bảng indicators)';
COMMENT ON COLUMN v_levels.year IS 'the year it is for, or the last of its period / năm, hoặc năm cuối của giai đoạn';
COMMENT ON COLUMN v_levels.unit IS 'unit as printed, lower case / đơn vị như đã ghi, chữ thường';
COMMENT ON COLUMN v_levels.level IS 'level of the issuer / cấp của cơ quan ban hành';
COMMENT ON COLUMN v_levels.place IS 'name of the unit / tên đơn vị hành chính';
COMMENT ON COLUMN v_levels.place_code IS 'official code of the unit / mã đơn vị hành chính';
COMMENT ON COLUMN v_levels.issuer IS 'issuing body in full / cơ quan ban hành, viết đầy đủ';
COMMENT ON COLUMN v_levels.code IS 'number and symbol / số và ký hiệu';
COMMENT ON COLUMN v_levels.value_min IS 'the value, or the lower one of two / giá trị, hoặc giá trị thấp hơn';
COMMENT ON COLUMN v_levels.value_max IS 'the value, or the higher one of two / giá trị, hoặc giá trị cao hơn';
COMMENT ON COLUMN v_levels.comparator IS 'eq, ge, gt, le, lt, approx, range / bằng, từ trở lên, trên, không quá, dưới, khoảng, từ đến';
COMMENT ON COLUMN v_levels.basis IS 'level (the value to be at) or change (by how much) / level: mức cần đạt; change: mức thay đổi';
COMMENT ON COLUMN v_levels.direction IS 'up or down, of a change / tăng (up) hay giảm (down)';
COMMENT ON COLUMN v_levels.per IS 'year, month or quarter where the value is a rate / năm, tháng hoặc quý nếu là mức bình quân';
COMMENT ON COLUMN v_levels.arithmetic IS 'how a yearly change was worked out of two levels; NULL where the value is printed / phép tính ra mức thay đổi mỗi năm từ hai mức; NULL nếu giá trị được ghi sẵn';
COMMENT ON COLUMN v_levels.quote IS 'its clause as printed / mệnh đề, nguyên văn';
COMMENT ON COLUMN v_levels.upper_level IS 'of the unit above, or of the act: level of the issuer / của cấp trên hoặc của văn bản căn cứ: cấp của cơ quan ban hành';
COMMENT ON COLUMN v_levels.upper_place IS 'of the unit above, or of the act: name of the unit / của cấp trên hoặc của văn bản căn cứ: tên đơn vị hành chính';
COMMENT ON COLUMN v_levels.upper_issuer IS 'of the unit above, or of the act: issuing body in full / của cấp trên hoặc của văn bản căn cứ: cơ quan ban hành, viết đầy đủ';
COMMENT ON COLUMN v_levels.upper_code IS 'of the unit above, or of the act: number and symbol / của cấp trên hoặc của văn bản căn cứ: số và ký hiệu';
COMMENT ON COLUMN v_levels.upper_year IS 'of the unit above, or of the act: the year it is for, or the last of its period / của cấp trên hoặc của văn bản căn cứ: năm, hoặc năm cuối của giai đoạn';
COMMENT ON COLUMN v_levels.upper_value_min IS 'of the unit above, or of the act: the value, or the lower one of two / của cấp trên hoặc của văn bản căn cứ: giá trị, hoặc giá trị thấp hơn';
COMMENT ON COLUMN v_levels.upper_value_max IS 'of the unit above, or of the act: the value, or the higher one of two / của cấp trên hoặc của văn bản căn cứ: giá trị, hoặc giá trị cao hơn';
COMMENT ON COLUMN v_levels.upper_unit IS 'of the unit above, or of the act: unit as printed, lower case / của cấp trên hoặc của văn bản căn cứ: đơn vị như đã ghi, chữ thường';
COMMENT ON COLUMN v_levels.upper_comparator IS 'of the unit above, or of the act: eq, ge, gt, le, lt, approx, range / của cấp trên hoặc của văn bản căn cứ: bằng, từ trở lên, trên, không quá, dưới, khoảng, từ đến';
COMMENT ON COLUMN v_levels.upper_arithmetic IS 'of the unit above, or of the act: how a yearly change was worked out of two levels; NULL where the value is printed / của cấp trên hoặc của văn bản căn cứ: phép tính ra mức thay đổi mỗi năm từ hai mức; NULL nếu giá trị được ghi sẵn';
COMMENT ON COLUMN v_levels.upper_quote IS 'of the unit above, or of the act: its clause as printed / của cấp trên hoặc của văn bản căn cứ: mệnh đề, nguyên văn';
COMMENT ON COLUMN v_levels.difference IS 'of rates: the value less the one above, in its own unit / với tỷ lệ: giá trị trừ đi giá trị của cấp trên, theo đơn vị tính của chính nó';
COMMENT ON COLUMN v_levels.ratio IS 'the value as a multiple of the one above / giá trị gấp bao nhiêu lần giá trị của cấp trên';
COMMENT ON COLUMN v_levels.verdict IS 'of rates about the same people: meets, below, above (more than what is asked for), not stated; NULL where the two cannot be judged / với tỷ lệ về cùng đối tượng: meets đạt, below thấp hơn yêu cầu, above vượt yêu cầu, not stated không nêu; NULL nếu không so được';
COMMENT ON COLUMN v_levels.through IS 'successor or predecessor where a merger stands between the two units / successor, predecessor: hai đơn vị liên hệ qua sáp nhập';
COMMENT ON COLUMN v_levels.doc_id IS 'the document / văn bản';
COMMENT ON COLUMN v_levels.upper_doc_id IS 'of the unit above, or of the act: the document; NULL for an act of national_targets / của cấp trên hoặc của văn bản căn cứ: văn bản; NULL nếu là văn bản trong national_targets';
COMMENT ON COLUMN v_levels.fact_id IS 'the number / số liệu';
COMMENT ON COLUMN v_levels.upper_fact_id IS 'of the unit above, or of the act: the number, or the row of national_targets / của cấp trên hoặc của văn bản căn cứ: số liệu, hoặc dòng của national_targets';
COMMENT ON COLUMN v_allocation.indicator IS 'id of what is measured (table indicators) / mã chỉ tiêu (bảng indicators)';
COMMENT ON COLUMN v_allocation.year IS 'the year it is for, or the last of its period / năm, hoặc năm cuối của giai đoạn';
COMMENT ON COLUMN v_allocation.place IS 'name of the unit / tên đơn vị hành chính';
COMMENT ON COLUMN v_allocation.place_code IS 'official code of the unit / mã đơn vị hành chính';
COMMENT ON COLUMN v_allocation.unit IS 'unit as printed, lower case / đơn vị như đã ghi, chữ thường';
COMMENT ON COLUMN v_allocation.basis IS 'level (the value to be at) or change (by how much) / level: mức cần đạt; change: mức thay đổi';
COMMENT ON COLUMN v_allocation.direction IS 'up or down, of a change / tăng (up) hay giảm (down)';
COMMENT ON COLUMN v_allocation.value_min IS 'the value, or the lower one of two / giá trị, hoặc giá trị thấp hơn';
COMMENT ON COLUMN v_allocation.value_max IS 'the value, or the higher one of two / giá trị, hoặc giá trị cao hơn';
COMMENT ON COLUMN v_allocation.comparator IS 'eq, ge, gt, le, lt, approx, range / bằng, từ trở lên, trên, không quá, dưới, khoảng, từ đến';
COMMENT ON COLUMN v_allocation.issuer IS 'issuing body in full / cơ quan ban hành, viết đầy đủ';
COMMENT ON COLUMN v_allocation.code IS 'number and symbol / số và ký hiệu';
COMMENT ON COLUMN v_allocation.quote IS 'its clause as printed / mệnh đề, nguyên văn';
COMMENT ON COLUMN v_allocation.page IS 'number of the page, where the file has pages / số trang, nếu tệp có trang';
COMMENT ON COLUMN v_allocation.source_path IS 'path of the file / đường dẫn của tệp';
COMMENT ON COLUMN v_allocation.own_value_min IS 'of the unit itself: the value, or the lower one of two / của chính đơn vị: giá trị, hoặc giá trị thấp hơn';
COMMENT ON COLUMN v_allocation.own_value_max IS 'of the unit itself: the value, or the higher one of two / của chính đơn vị: giá trị, hoặc giá trị cao hơn';
COMMENT ON COLUMN v_allocation.own_unit IS 'of the unit itself: unit as printed, lower case / của chính đơn vị: đơn vị như đã ghi, chữ thường';
COMMENT ON COLUMN v_allocation.own_comparator IS 'of the unit itself: eq, ge, gt, le, lt, approx, range / của chính đơn vị: bằng, từ trở lên, trên, không quá, dưới, khoảng, từ đến';
COMMENT ON COLUMN v_allocation.own_code IS 'of the unit itself: number and symbol / của chính đơn vị: số và ký hiệu';
COMMENT ON COLUMN v_allocation.own_issuer IS 'of the unit itself: issuing body in full / của chính đơn vị: cơ quan ban hành, viết đầy đủ';
COMMENT ON COLUMN v_allocation.own_quote IS 'of the unit itself: its clause as printed / của chính đơn vị: mệnh đề, nguyên văn';
COMMENT ON COLUMN v_allocation.difference IS 'its own value less the one given to it, in its own unit / giá trị của đơn vị trừ đi giá trị được giao';
COMMENT ON COLUMN v_allocation.verdict IS 'meets, below or above what is given, not stated; NULL where it cannot be judged / meets đạt, below thấp hơn, above vượt mức giao, not stated không nêu; NULL nếu không so được';
COMMENT ON COLUMN v_allocation.doc_id IS 'the document of the superior / văn bản của cấp trên';
COMMENT ON COLUMN v_allocation.own_doc_id IS 'the document of the unit / văn bản của đơn vị';
COMMENT ON COLUMN v_allocation.fact_id IS 'the number given / số được giao';
COMMENT ON COLUMN v_allocation.own_fact_id IS 'the number of the unit / số của đơn vị';
COMMENT ON COLUMN v_aims.fact_id IS 'the number / số liệu';
COMMENT ON COLUMN v_aims.doc_id IS 'the document / văn bản';
COMMENT ON COLUMN v_aims.level IS 'level of the issuer / cấp của cơ quan ban hành';
COMMENT ON COLUMN v_aims.issuer IS 'issuing body in full / cơ quan ban hành, viết đầy đủ';
COMMENT ON COLUMN v_aims.code IS 'number and symbol / số và ký hiệu';
COMMENT ON COLUMN v_aims.indicator IS 'id of what is measured (table indicators) / mã chỉ tiêu (bảng indicators)';
COMMENT ON COLUMN v_aims.year IS 'the year it is for, or the last of its period / năm, hoặc năm cuối của giai đoạn';
COMMENT ON COLUMN v_aims.value_min IS 'the value, or the lower one of two / giá trị, hoặc giá trị thấp hơn';
COMMENT ON COLUMN v_aims.value_max IS 'the value, or the higher one of two / giá trị, hoặc giá trị cao hơn';
COMMENT ON COLUMN v_aims.unit IS 'unit as printed, lower case / đơn vị như đã ghi, chữ thường';
COMMENT ON COLUMN v_aims.comparator IS 'eq, ge, gt, le, lt, approx, range / bằng, từ trở lên, trên, không quá, dưới, khoảng, từ đến';
COMMENT ON COLUMN v_aims.basis IS 'level (the value to be at) or change (by how much) / level: mức cần đạt; change: mức thay đổi';
COMMENT ON COLUMN v_aims.direction IS 'up or down, of a change / tăng (up) hay giảm (down)';
COMMENT ON COLUMN v_aims.arithmetic IS 'how a yearly change was worked out of two levels; NULL where the value is printed / phép tính ra mức thay đổi mỗi năm từ hai mức; NULL nếu giá trị được ghi sẵn';
COMMENT ON COLUMN v_aims.quote IS 'its clause as printed / mệnh đề, nguyên văn';
COMMENT ON COLUMN v_aims.page IS 'number of the page, where the file has pages / số trang, nếu tệp có trang';
COMMENT ON COLUMN v_aims.source_path IS 'path of the file / đường dẫn của tệp';
COMMENT ON COLUMN v_aims.area IS 'its unit: the code with the first day, for codes are used again / đơn vị hành chính: mã kèm ngày bắt đầu, vì mã được dùng lại';
COMMENT ON COLUMN v_aims.area_name IS 'name of the unit / tên đơn vị hành chính';
COMMENT ON COLUMN v_aims.area_code IS 'official code of the unit / mã đơn vị hành chính';
COMMENT ON COLUMN v_aims.better IS 'up where more of the indicator is better, down where less is / up: càng cao càng tốt; down: càng thấp càng tốt';
COMMENT ON COLUMN v_aims.year_from IS 'the first year it holds for / năm đầu tiên áp dụng';
COMMENT ON COLUMN v_aims.every IS 'year where it is so much a year / year nếu là mức mỗi năm';
COMMENT ON COLUMN v_aims.whom IS 'whom it is about / đối tượng';
COMMENT ON COLUMN v_aims.act_issued_on IS 'of an act: its date / của văn bản trung ương: ngày ban hành';
COMMENT ON COLUMN v_aims.act_programme IS 'of an act: its programme / của văn bản trung ương: chương trình';
COMMENT ON COLUMN v_document_areas.doc_id IS 'the document / văn bản';
COMMENT ON COLUMN v_document_areas.level IS 'level of the issuer / cấp của cơ quan ban hành';
COMMENT ON COLUMN v_document_areas.name IS 'name of the unit / tên đơn vị hành chính';
COMMENT ON COLUMN v_document_areas.code IS 'official code of the unit / mã đơn vị hành chính';
COMMENT ON COLUMN v_document_areas.area IS 'the unit: its code with its first day / đơn vị hành chính: mã kèm ngày bắt đầu';
COMMENT ON COLUMN v_document_areas.above_level IS 'level of the unit it lies in / cấp của đơn vị chứa nó';
COMMENT ON COLUMN v_document_areas.above IS 'the unit it lies in: its code with its first day / đơn vị chứa nó: mã kèm ngày bắt đầu';
COMMENT ON COLUMN v_document_areas.through IS 'successor or predecessor where a merger stands in between / successor, predecessor: qua sáp nhập';
COMMENT ON COLUMN place_ancestors.code IS 'official code of the unit / mã đơn vị';
COMMENT ON COLUMN place_ancestors.valid_from IS 'first day of the unit, as in places / ngày bắt đầu, như trong bảng places';
COMMENT ON COLUMN place_ancestors.above_code IS 'official code of the unit that it lies in / mã đơn vị chứa nó';
COMMENT ON COLUMN place_ancestors.above_valid_from IS 'first day of that unit / ngày bắt đầu của đơn vị đó';
COMMENT ON COLUMN place_ancestors.above_level IS 'province, district or commune / cấp: tỉnh, huyện, xã';
COMMENT ON COLUMN place_ancestors.through IS 'successor or predecessor where a merger stands in between / successor, predecessor: qua sáp nhập';
COMMENT ON COLUMN v_number_areas.fact_id IS 'the number / số liệu';
COMMENT ON COLUMN v_number_areas.level IS 'province, district or commune / cấp: tỉnh, huyện, xã';
COMMENT ON COLUMN v_number_areas.area_kind IS 'kind of the unit, as in places / loại đơn vị, như trong bảng places';
COMMENT ON COLUMN v_number_areas.name IS 'name of the unit / tên đơn vị hành chính';
COMMENT ON COLUMN v_number_areas.code IS 'official code of the unit / mã đơn vị hành chính';
COMMENT ON COLUMN v_number_areas.valid_from IS 'first day of the unit, as in places / ngày bắt đầu, như trong bảng places';
-- What the functions give.
COMMENT ON MACRO area_of IS 'an administrative unit as the views name it: its code with its first day / đơn vị hành chính theo cách các view dùng: mã kèm ngày bắt đầu';
COMMENT ON MACRO day_of IS 'the day of issue or, where it is left open, the first of its month, its year or the period / ngày ban hành hoặc, nếu bỏ trống, ngày đầu của tháng, của năm hay của giai đoạn';
COMMENT ON MACRO scale_of IS 'what a unit multiplies by: 1e9 for tỷ đồng / đơn vị tính nhân với bao nhiêu: 1e9 với tỷ đồng';
COMMENT ON MACRO counted_in IS 'a unit without its multiplier: đồng for tỷ đồng / đơn vị tính bỏ bội số: đồng với tỷ đồng';
COMMENT ON MACRO is_rate IS 'whether a unit is that of a rate or a mean, which can be held against another one / đơn vị tính có phải của tỷ lệ hoặc số bình quân, tức là so sánh được với nhau';
COMMENT ON MACRO printed IS 'a number with its decimal comma / con số viết với dấu phẩy thập phân';
COMMENT ON MACRO orientation IS '1 where more is better, -1 where less is, NULL where neither / 1: càng cao càng tốt; -1: càng thấp càng tốt; NULL: không xác định';
COMMENT ON MACRO verdict_on IS 'meets, below or above: what is promised for sure beside what is asked for; NULL where it is left open / meets đạt, below thấp hơn, above vượt: mức chắc chắn cam kết so với mức yêu cầu; NULL nếu còn để ngỏ';
