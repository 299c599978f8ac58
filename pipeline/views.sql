-- The questions asked most often, as views.

-- The line of sources.text that a code point stands on, from 1: line_of(text, span_start).
CREATE MACRO line_of(body, position) AS
    length(substr(body, 1, position)) - length(replace(substr(body, 1, position), chr(10), '')) + 1;

-- The sources that hold what another one holds: their facts do not count again. And the documents of the others.
CREATE MACRO duplicates() AS TABLE SELECT source_id FROM sources WHERE duplicate_of IS NOT NULL;
CREATE MACRO kept_documents() AS TABLE FROM documents ANTI JOIN duplicates() USING (source_id);

-- The words of a label or clause. And of such words: whether one label says what another does and little besides; how
-- many of the words of a label stand in a clause, from 0 to 1.
CREATE MACRO words_of(said) AS regexp_extract_all(lower(said), '[\pL\pN]+');
CREATE MACRO holds(said, other) AS contains(' ' || array_to_string(said, ' ') || ' ',
                                            ' ' || array_to_string(other, ' ') || ' ')
    AND len(other) >= 2 AND 2 * len(other) >= len(said);
CREATE MACRO share_of(label, clause) AS len(list_intersect(label, clause)) / len(list_distinct(label));

-- Every number that a document aims at or reports, from running text and from tables alike.
CREATE VIEW v_commitments AS
WITH numbers AS (
    SELECT target_id AS fact_id, 'text' AS stands_in, source_id, doc_id, section_id, table_id,
           place, place_code, in_part, indicator, indicator_text, indicator_text AS label,
           coalesce(target_year, period_end) AS year, value_min, value_max, unit, per, comparator, basis, direction, kind,
           baseline_value, baseline_year, population, period_start, value_start AS position, span_start AS clause, quote
    FROM targets ANTI JOIN duplicates() USING (source_id)
    UNION ALL BY NAME
    SELECT fact_id, 'table' AS stands_in, source_id, doc_id, section_id, table_id,
           place, place_code, indicator, concat_ws(' / ', row_label, column_path) AS indicator_text,
           row_label AS label, year,
           value AS value_min, coalesce(value_max, value) AS value_max, unit, coalesce(comparator, 'eq') AS comparator,
           coalesce(basis, 'level') AS basis, direction, kind,
           min(row_label) OVER alike IS DISTINCT FROM max(row_label) OVER alike AS is_among,
           -- Where a column is about one thing, its rows are about parts, even those that name no known place.
           place IS NULL AND is_among AND min(indicator) OVER below = max(indicator) OVER below AS is_part,
           span_start AS position, quote
    FROM table_facts ANTI JOIN duplicates() USING (source_id)
    WINDOW below AS (PARTITION BY table_id, column_path), alike AS (PARTITION BY table_id, column_path, indicator)
),
placed AS (
    -- Words once a number, not once a pair.
    SELECT numbers.*, words_of(label) AS words, documents.code, documents.title, documents.issuer, documents.level,
           documents.province, documents.district, documents.commune, documents.province_code, documents.district_code,
           documents.commune_code, documents.issued_on,
           -- Where no place is named, the number is about the issuer's own.
           CASE WHEN NOT coalesce(is_part, false)
                THEN coalesce(numbers.place, documents.commune, documents.district, documents.province) END AS about
    FROM numbers LEFT JOIN documents USING (doc_id)
),
-- Prose that restates prose: all is the same, but it stands in another clause; one clause does not say a thing twice.
prose AS (
    SELECT placed.*,
           indicator IS NOT NULL AND doc_id IS NOT NULL AND clause <> first_value(clause) OVER stated AS again,
           CASE WHEN again THEN first_value(fact_id) OVER stated ELSE fact_id END AS first_id
    FROM placed WHERE stands_in = 'text'
    WINDOW stated AS (
        PARTITION BY doc_id, indicator, population, about, year, value_min, value_max, unit, per, comparator, basis, kind
        ORDER BY position, fact_id
    )
),
-- A table that restates the prose: the same indicator or, where one is not known, the same words. A table may leave
-- out the unit; it may leave out the year, unless the prose promises the number for several.
in_tables AS (
    SELECT cell.fact_id, prose.first_id, prose.position,
           -- Of several rows about one thing (in towns, in the country) the words of the clause tell the right one.
           CASE WHEN cell.place IS NULL AND cell.is_among THEN share_of(cell.words, words_of(prose.quote)) ELSE 1 END AS fit
    FROM prose JOIN placed AS cell USING (doc_id, value_min, value_max, kind)
    WHERE cell.stands_in = 'table' AND prose.about IS NOT DISTINCT FROM cell.about
      AND CASE WHEN cell.year IS NULL THEN prose.unit = cell.unit
               ELSE prose.year = cell.year AND coalesce(prose.unit = cell.unit, true) END
      AND CASE WHEN prose.indicator = cell.indicator THEN fit >= 0.5
               WHEN prose.indicator IS NULL OR cell.indicator IS NULL
                 THEN holds(prose.words, cell.words) OR holds(cell.words, prose.words)
               ELSE false END
    QUALIFY fit = max(fit) OVER (PARTITION BY prose.fact_id, cell.table_id)
        AND (cell.year IS NOT NULL OR count(DISTINCT prose.year) OVER (PARTITION BY cell.fact_id) <= 1)
),
restated AS (
    SELECT fact_id, arg_min(first_id, (position, first_id)) AS same_as FROM in_tables GROUP BY fact_id
    UNION ALL
    SELECT fact_id, first_id FROM prose WHERE again
),
-- What is restated leads to where that is done first, in a table if there is one.
links AS (
    SELECT fact_id, same_as, false AS counts FROM restated
    UNION ALL
    SELECT same_as, arg_min(placed.fact_id, (stands_in = 'text', position, placed.fact_id)), true
    FROM restated JOIN placed USING (fact_id) GROUP BY same_as
)
SELECT placed.fact_id, stands_in, doc_id, code, title, issuer, level, province, district, commune,
       province_code, district_code, commune_code, issued_on, place, place_code, about, in_part, indicator, indicator_text, year,
       value_min, value_max, unit, per, comparator, basis, direction, kind, baseline_value, baseline_year, population,
       period_start, quote,
       page_no AS page, source_path, placed.section_id, placed.table_id, same_as, coalesce(counts, true) AS counts
FROM placed
JOIN sources USING (source_id)
LEFT JOIN pages ON pages.source_id = placed.source_id AND position >= pages.span_start AND position < pages.span_end
LEFT JOIN links ON links.fact_id = placed.fact_id
ORDER BY source_path, position, placed.fact_id;

-- Who cites what. A document's mention of itself is left out, and so is one of what it is attached to or has attached.
CREATE VIEW v_citations AS
WITH mentions AS (
    SELECT ref_id, source_id, doc_id, span_start, relation, ref_type, coalesce(code, resolves_to) AS code,
           code IS NULL AS by_name, false AS by_short_form, issued_on, issued_on_partial, title, pinpoint,
           cited_doc_id, quote
    FROM legal_refs ANTI JOIN duplicates() USING (source_id) WHERE relation IS DISTINCT FROM 'self'
    UNION ALL BY NAME
    SELECT short_ref_id AS ref_id, source_id, doc_id, span_start, 'cites' AS relation, ref_type, resolves_to AS code,
           false AS by_name, true AS by_short_form, CASE WHEN means = 'known' THEN issued_on END AS issued_on,
           pinpoint, cited_doc_id, quote
    FROM short_refs ANTI JOIN duplicates() USING (source_id) WHERE means IN ('earlier', 'defined', 'known') AND resolves_to IS NOT NULL
)
SELECT mentions.doc_id, citing.code AS citing_code, citing.issuer AS citing_issuer, relation, ref_type, mentions.code,
       by_name, by_short_form, mentions.issued_on, mentions.issued_on_partial, mentions.title, pinpoint,
       cited_doc_id, cited.title AS cited_title, quote, page_no AS page, source_path, ref_id
FROM mentions
LEFT JOIN documents AS citing ON citing.doc_id = mentions.doc_id
JOIN sources ON sources.source_id = mentions.source_id
LEFT JOIN documents AS cited ON cited.doc_id = mentions.cited_doc_id
LEFT JOIN pages ON pages.source_id = mentions.source_id
               AND mentions.span_start >= pages.span_start AND mentions.span_start < pages.span_end
ORDER BY source_path, mentions.span_start, ref_id;

-- Numbers that the bodies of every province, district and commune give anew.
CREATE MACRO is_local(code) AS regexp_matches(code, '(UBND|HĐND|TU|HU|ĐU)\b');

-- The graph of citations: one row for each act that is cited or that cites, once whether in the database or not.
CREATE VIEW v_citation_degrees AS
WITH edges AS (
    SELECT c.doc_id, c.code, coalesce(c.title, CASE WHEN by_name THEN quote END) AS title,
           CASE WHEN is_local(c.code) AND cited_doc_id IS NULL THEN documents.province END AS citing_province,
           coalesce(year(c.issued_on), try_cast(regexp_extract(c.issued_on_partial, '^\d{4}') AS INTEGER)) AS issued_in,
           -- A document that is in the database stands for itself, any other for its number, whose leading 0 says
           -- nothing, and that of a local body for the number in that province.
           coalesce(cited_doc_id, concat_ws(' ', ltrim(c.code, '0'), citing_province)) AS node
    FROM v_citations AS c LEFT JOIN documents USING (doc_id)
    WHERE coalesce(cited_doc_id, c.code) IS NOT NULL AND cited_doc_id IS DISTINCT FROM c.doc_id
),
cited AS (
    SELECT node, min(code) AS code, min(citing_province) AS province, count(DISTINCT doc_id) AS cited_by,
           count(*) AS mentions, array_agg(DISTINCT issued_in ORDER BY issued_in) FILTER (issued_in IS NOT NULL) AS years
    FROM edges GROUP BY node
),
citing AS (SELECT doc_id AS node, count(DISTINCT node) AS cites FROM edges GROUP BY doc_id),
-- What most mentions call it.
titles AS (
    SELECT node, title FROM edges WHERE title IS NOT NULL GROUP BY node, title
    QUALIFY row_number() OVER (PARTITION BY node ORDER BY count(*) DESC, title) = 1
),
nodes AS (SELECT doc_id AS node FROM kept_documents() UNION SELECT node FROM cited)
SELECT coalesce(documents.code, cited.code) AS code, coalesce(documents.title, titles.title) AS title,
       documents.issuer, coalesce(documents.province, cited.province) AS province,
       coalesce(years, []) AS years, coalesce(cited_by, 0) AS cited_by, coalesce(mentions, 0) AS mentions,
       -- What an act outside the database cites is not known.
       CASE WHEN documents.doc_id IS NOT NULL THEN coalesce(cites, 0) END AS cites,
       documents.doc_id IS NOT NULL AS in_database, documents.doc_id
FROM nodes
LEFT JOIN documents ON documents.doc_id = node
LEFT JOIN cited USING (node)
LEFT JOIN citing USING (node)
LEFT JOIN titles USING (node)
ORDER BY cited_by DESC, mentions DESC, code NULLS LAST, node;

-- Who has to do what, and by when: the deadline is the next one in the same section, unless it is another's.
CREATE VIEW v_duties AS
WITH due AS (
    SELECT deadline_id, section_id, agency AS due_agency, span_start AS due_at, task AS due_task,
           coalesce(due_on::VARCHAR, due_on_partial, recurrence) AS deadline
    FROM deadlines
),
-- Worked out before the text comes to it, which would else be copied for each row.
dated AS MATERIALIZED (
    SELECT assigned.*, due.* EXCLUDE (section_id), heading
    FROM (FROM assignments ANTI JOIN duplicates() USING (source_id)) AS assigned
    ASOF LEFT JOIN due ON due.section_id = assigned.section_id AND due.due_at >= assigned.span_start
    LEFT JOIN sections ON sections.section_id = assigned.section_id
),
-- A deadline further down is that of another task, unless it tells so (its task is this one, or the section itself) or
-- stands in the same paragraph: nothing begins between the two, no paragraph, item or cell.
duties AS (
    SELECT assignment_id AS fact_id, source_id, dated.doc_id, section_id, agency, role, task, project,
           dated.span_start, quote,
           -- By CASE, for the text between the two is looked at only where all else is right.
           CASE WHEN deadline_id IS NULL THEN false
                -- What one sentence tells is due for all who have a part in it.
                -- An agency that is lost is no other one.
                WHEN NOT coalesce(due_agency IS NULL OR due_agency = agency
                                  OR contains(due_task, task) OR contains(task, due_task), false) THEN false
                WHEN coalesce(contains(due_task, task) OR contains(task, due_task) OR contains(heading, due_task), false)
                THEN true
                ELSE NOT coalesce(regexp_matches(
                    text[dated.span_start + 1:due_at],
                    '\t|\n\s*\n[\s\d*_]*\p{Lu}|\n[\s*_]*(\||[-+•]|\d+(\.\d+)*[.)]|[a-zđ]\))'
                ), false)
           END AS is_its,
           CASE WHEN is_its THEN deadline END AS deadline,
           CASE WHEN is_its THEN deadline_id END AS deadline_id
    FROM dated
    JOIN sources USING (source_id)
),
-- Deadlines that belong to no assignment are duties too.
others AS (
    SELECT deadline_id AS fact_id, source_id, doc_id, section_id, agency, NULL AS role, task, NULL AS project,
           span_start, quote, coalesce(due_on::VARCHAR, due_on_partial, recurrence) AS deadline, deadline_id
    FROM deadlines ANTI JOIN duplicates() USING (source_id) ANTI JOIN duties USING (deadline_id)
)
SELECT agency, role, task, project, deadline, doc_id, documents.code, documents.issuer, quote, page_no AS page,
       source_path, section_id, fact_id, deadline_id
FROM (FROM duties UNION ALL BY NAME FROM others) AS every
LEFT JOIN documents USING (doc_id)
JOIN sources ON sources.source_id = every.source_id
LEFT JOIN pages ON pages.source_id = every.source_id
               AND every.span_start >= pages.span_start AND every.span_start < pages.span_end
ORDER BY source_path, every.span_start, fact_id;

COMMENT ON VIEW v_commitments IS 'every number aimed at or reported, from text and tables; same_as links what is stated twice, and counts picks one of each / mọi con số là mục tiêu hoặc thực tế, ở phần lời và ở bảng; same_as nối các chỗ nêu lại cùng một số, counts chọn một dòng cho mỗi số';
COMMENT ON VIEW v_citations IS 'who cites what / văn bản nào viện dẫn văn bản nào';
COMMENT ON VIEW v_citation_degrees IS 'how often each act is cited, and how much it cites / mỗi văn bản được viện dẫn bao nhiêu lần và viện dẫn bao nhiêu văn bản';
COMMENT ON VIEW v_duties IS 'who has to do what and by when / cơ quan nào làm việc gì, hạn khi nào';

-- What the columns of the views are.
COMMENT ON COLUMN v_commitments.fact_id IS 'id of the target or of the number of a table / mã của mục tiêu hoặc của số liệu trong bảng';
COMMENT ON COLUMN v_commitments.stands_in IS 'text or table / text: phần lời; table: bảng';
COMMENT ON COLUMN v_commitments.doc_id IS 'id: hash of the source, the kind and the span / mã: băm từ tệp, loại và vị trí';
COMMENT ON COLUMN v_commitments.code IS 'number and symbol: 432/QĐ-UBND / số và ký hiệu: 432/QĐ-UBND';
COMMENT ON COLUMN v_commitments.title IS 'what it is about (trích yếu) / trích yếu';
COMMENT ON COLUMN v_commitments.issuer IS 'issuing body in full / cơ quan ban hành, viết đầy đủ';
COMMENT ON COLUMN v_commitments.level IS 'level of the issuer: central, province, district, commune / cấp của cơ quan ban hành: trung ương, tỉnh, huyện, xã';
COMMENT ON COLUMN v_commitments.province IS 'province, without its kind / tỉnh, thành phố (không kèm chữ tỉnh, thành phố)';
COMMENT ON COLUMN v_commitments.district IS 'district, without its kind / huyện, quận, thị xã (không kèm loại)';
COMMENT ON COLUMN v_commitments.commune IS 'commune, without its kind / xã, phường, thị trấn (không kèm loại)';
COMMENT ON COLUMN v_commitments.province_code IS 'official code of the province / mã tỉnh';
COMMENT ON COLUMN v_commitments.district_code IS 'official code of the district / mã huyện';
COMMENT ON COLUMN v_commitments.commune_code IS 'official code of the commune / mã xã';
COMMENT ON COLUMN v_commitments.issued_on IS 'date of issue / ngày ban hành';
COMMENT ON COLUMN v_commitments.place IS 'the place the number is about, where one is named / địa bàn mà con số nói tới, nếu có nêu';
COMMENT ON COLUMN v_commitments.place_code IS 'official code of the place / mã địa bàn';
COMMENT ON COLUMN v_commitments.about IS 'the place, or the issuer''s own where none is named; NULL in rows about other parts of it / địa bàn, hoặc địa bàn của cơ quan ban hành nếu không nêu; NULL ở các hàng nói về phần khác của địa bàn';
COMMENT ON COLUMN v_commitments.in_part IS 'whether prose says it of a part of the place only: its poor districts, its countryside / phần lời chỉ nói về một phần của địa bàn: các huyện nghèo, nông thôn';
COMMENT ON COLUMN v_commitments.indicator IS 'id of what is measured (table indicators) / mã chỉ tiêu (bảng indicators)';
COMMENT ON COLUMN v_commitments.indicator_text IS 'what is measured, as printed; of a table: row and column / chỉ tiêu như đã ghi; trong bảng: hàng và cột';
COMMENT ON COLUMN v_commitments.year IS 'the year it is for, or the last of its period / năm, hoặc năm cuối của giai đoạn';
COMMENT ON COLUMN v_commitments.value_min IS 'the value, or the lower one of two / giá trị, hoặc giá trị thấp hơn';
COMMENT ON COLUMN v_commitments.value_max IS 'the value, or the higher one of two / giá trị, hoặc giá trị cao hơn';
COMMENT ON COLUMN v_commitments.unit IS 'unit as printed, lower case: %, hộ, người, ... / đơn vị như đã ghi, chữ thường: %, hộ, người, ...';
COMMENT ON COLUMN v_commitments.per IS 'year, month or quarter where the value is a rate / năm, tháng hoặc quý nếu là mức bình quân';
COMMENT ON COLUMN v_commitments.comparator IS 'eq, ge, gt, le, lt, approx, range / bằng, từ trở lên, trên, không quá, dưới, khoảng, từ đến';
COMMENT ON COLUMN v_commitments.basis IS 'level (the value to be at) or change (by how much) / level: mức cần đạt; change: mức thay đổi';
COMMENT ON COLUMN v_commitments.direction IS 'up or down, where the words say so / tăng (up) hay giảm (down), nếu có nêu';
COMMENT ON COLUMN v_commitments.kind IS 'target (aimed at) or actual (observed) / target: mục tiêu; actual: thực tế';
COMMENT ON COLUMN v_commitments.quote IS 'its clause as printed / mệnh đề, nguyên văn';
COMMENT ON COLUMN v_commitments.page IS 'number of the page it stands on, where the file has pages / số trang, nếu tệp có trang';
COMMENT ON COLUMN v_commitments.source_path IS 'path below the folder that was given, parted by slashes / đường dẫn tính từ thư mục đã chọn, ngăn bằng dấu gạch chéo';
COMMENT ON COLUMN v_commitments.section_id IS 'the innermost section it stands in / mục nhỏ nhất chứa nó';
COMMENT ON COLUMN v_commitments.table_id IS 'the table it stands in; NULL for running text / bảng chứa nó; NULL nếu ở phần lời';
COMMENT ON COLUMN v_commitments.same_as IS 'of a number that is restated: where that is done first, in a table if there is one; of one that restates another: where that stands first, in prose / với số được nhắc lại: chỗ nhắc lại đầu tiên, ưu tiên ở bảng; với số nhắc lại số khác: chỗ nêu đầu tiên, ở phần lời';
COMMENT ON COLUMN v_commitments.counts IS 'false where it restates another number of its document; with WHERE counts each commitment is there once / false nếu nhắc lại một số khác của cùng văn bản; lọc WHERE counts thì mỗi cam kết chỉ có một dòng';
COMMENT ON COLUMN v_commitments.baseline_value IS 'the value it starts from, where stated / giá trị ban đầu, nếu có nêu';
COMMENT ON COLUMN v_commitments.baseline_year IS 'the year it starts from / năm gốc';
COMMENT ON COLUMN v_commitments.population IS 'whom it is about / đối tượng';
COMMENT ON COLUMN v_commitments.period_start IS 'first year of its period, where it has one / năm đầu của giai đoạn, nếu có';
COMMENT ON COLUMN v_citations.doc_id IS 'the document that cites / văn bản viện dẫn';
COMMENT ON COLUMN v_citations.citing_code IS 'code of the document that cites / số hiệu của văn bản viện dẫn';
COMMENT ON COLUMN v_citations.citing_issuer IS 'issuer of the document that cites / cơ quan ban hành văn bản viện dẫn';
COMMENT ON COLUMN v_citations.relation IS 'what it is to this document: basis, implements, amends, replaces, repeals, attached_to, self, cites / quan hệ: căn cứ, thực hiện, sửa đổi, thay thế, bãi bỏ, kèm theo, chính nó, viện dẫn';
COMMENT ON COLUMN v_citations.ref_type IS 'code of the type: NĐ, QĐ, NQ, KH, CT, TT, TTLT, Luật, PL, CV, ... / loại văn bản: NĐ, QĐ, NQ, KH, CT, TT, TTLT, Luật, PL, CV, ...';
COMMENT ON COLUMN v_citations.code IS 'code of the document that is cited / số hiệu của văn bản được viện dẫn';
COMMENT ON COLUMN v_citations.by_name IS 'whether it is cited by name alone, without number / có phải chỉ nêu tên, không nêu số hiệu';
COMMENT ON COLUMN v_citations.by_short_form IS 'whether it is cited by a short form (table short_refs): Chỉ thị nêu trên, Đề án 06 / có phải gọi tắt (bảng short_refs): Chỉ thị nêu trên, Đề án 06';
COMMENT ON COLUMN v_citations.issued_on IS 'its date as this mention gives it / ngày ban hành theo lần nhắc này';
COMMENT ON COLUMN v_citations.issued_on_partial IS 'its date where a part is missing / ngày ban hành khi thiếu một phần';
COMMENT ON COLUMN v_citations.title IS 'what it is about, as this mention says / nội dung theo lần nhắc này';
COMMENT ON COLUMN v_citations.pinpoint IS 'the part of it that is meant: điểm a khoản 3 mục III / phần được dẫn: điểm a khoản 3 mục III';
COMMENT ON COLUMN v_citations.cited_doc_id IS 'that document, when it is in the database and only one can be meant / văn bản đó, nếu có trong cơ sở dữ liệu và chỉ có thể là một';
COMMENT ON COLUMN v_citations.cited_title IS 'title of the cited document, when it is in the database / trích yếu của văn bản được viện dẫn, nếu có trong cơ sở dữ liệu';
COMMENT ON COLUMN v_citations.quote IS 'its clause as printed / mệnh đề, nguyên văn';
COMMENT ON COLUMN v_citations.page IS 'number of the page it stands on, where the file has pages / số trang, nếu tệp có trang';
COMMENT ON COLUMN v_citations.source_path IS 'path below the folder that was given, parted by slashes / đường dẫn tính từ thư mục đã chọn, ngăn bằng dấu gạch chéo';
COMMENT ON COLUMN v_citations.ref_id IS 'id of the mention, in legal_refs or in short_refs / mã của lần viện dẫn, ở legal_refs hoặc short_refs';
COMMENT ON COLUMN v_citation_degrees.code IS 'number and symbol of the act: 432/QĐ-UBND; NULL where a document has none / số và ký hiệu của văn bản: 432/QĐ-UBND; NULL nếu văn bản không có';
COMMENT ON COLUMN v_citation_degrees.title IS 'its title, or what most mentions call it / trích yếu, hoặc tên gọi ở phần lớn các lần nhắc';
COMMENT ON COLUMN v_citation_degrees.issuer IS 'issuing body in full, when the act is in the database / cơ quan ban hành, nếu văn bản có trong cơ sở dữ liệu';
COMMENT ON COLUMN v_citation_degrees.province IS 'province of the document, or of those that cite a number of a local body / tỉnh của văn bản, hoặc của các văn bản viện dẫn số hiệu của cơ quan địa phương';
COMMENT ON COLUMN v_citation_degrees.years IS 'years of issue that the mentions state; two may be two acts of one number, or a slip / các năm ban hành theo các lần nhắc; hai năm có thể là hai văn bản cùng số, hoặc ghi nhầm';
COMMENT ON COLUMN v_citation_degrees.cited_by IS 'number of documents that cite it / số văn bản viện dẫn nó';
COMMENT ON COLUMN v_citation_degrees.mentions IS 'how often they cite it, all together / tổng số lần được viện dẫn';
COMMENT ON COLUMN v_citation_degrees.cites IS 'number of acts that it cites; NULL when it is not in the database / số văn bản mà nó viện dẫn; NULL nếu nó không có trong cơ sở dữ liệu';
COMMENT ON COLUMN v_citation_degrees.in_database IS 'whether the act itself is in the database / bản thân văn bản có trong cơ sở dữ liệu hay không';
COMMENT ON COLUMN v_citation_degrees.doc_id IS 'id of the document, when it is in the database / mã văn bản, nếu có trong cơ sở dữ liệu';
COMMENT ON COLUMN v_duties.agency IS 'full name of the agency / tên đầy đủ của cơ quan';
COMMENT ON COLUMN v_duties.role IS 'lead, coordinate, or NULL for a deadline without assignment / chủ trì, phối hợp, hoặc NULL nếu là thời hạn không gắn phần việc';
COMMENT ON COLUMN v_duties.task IS 'what is to be done / nhiệm vụ';
COMMENT ON COLUMN v_duties.project IS 'the project it is part of: Dự án 4 / Tiểu dự án 1 / dự án: Dự án 4 / Tiểu dự án 1';
COMMENT ON COLUMN v_duties.deadline IS 'the date, the date in part, or the recurrence / ngày đến hạn, ngày ghi một phần, hoặc định kỳ';
COMMENT ON COLUMN v_duties.doc_id IS 'id: hash of the source, the kind and the span / mã: băm từ tệp, loại và vị trí';
COMMENT ON COLUMN v_duties.code IS 'number and symbol: 432/QĐ-UBND / số và ký hiệu: 432/QĐ-UBND';
COMMENT ON COLUMN v_duties.issuer IS 'issuing body in full / cơ quan ban hành, viết đầy đủ';
COMMENT ON COLUMN v_duties.quote IS 'its clause as printed / mệnh đề, nguyên văn';
COMMENT ON COLUMN v_duties.page IS 'number of the page it stands on, where the file has pages / số trang, nếu tệp có trang';
COMMENT ON COLUMN v_duties.source_path IS 'path below the folder that was given, parted by slashes / đường dẫn tính từ thư mục đã chọn, ngăn bằng dấu gạch chéo';
COMMENT ON COLUMN v_duties.section_id IS 'the innermost section it stands in / mục nhỏ nhất chứa nó';
COMMENT ON COLUMN v_duties.fact_id IS 'id of the assignment, or of the deadline where there is none / mã của phần việc, hoặc của thời hạn nếu không có phần việc';
COMMENT ON COLUMN v_duties.deadline_id IS 'id of the deadline / mã của thời hạn';

-- What the functions give.
COMMENT ON MACRO line_of IS 'the line of a text on which a position lies, from 1: line_of(text, span_start) / dòng của văn bản chứa một vị trí, từ 1: line_of(text, span_start)';
COMMENT ON MACRO TABLE duplicates IS 'the sources that hold what another source holds; views leave them out / các nguồn trùng với nguồn khác; các view bỏ qua';
COMMENT ON MACRO TABLE kept_documents IS 'the documents of all other sources: FROM kept_documents() counts each once / văn bản của các nguồn còn lại: FROM kept_documents() tính mỗi văn bản một lần';
COMMENT ON MACRO words_of IS 'the words of a text, in small letters / các từ của một đoạn chữ, viết thường';
COMMENT ON MACRO holds IS 'whether a label says what another one does, and little besides: holds(words_of(label), words_of(other)) / một nhãn có nói đúng điều mà nhãn kia nói và gần như không thêm gì: holds(words_of(label), words_of(other))';
COMMENT ON MACRO share_of IS 'how many of the words of a label stand in a clause, 0 to 1: share_of(words_of(label), words_of(clause)) / tỷ lệ số từ của nhãn có trong mệnh đề, từ 0 đến 1: share_of(words_of(label), words_of(clause))';
COMMENT ON MACRO is_local IS 'whether a number is one that bodies of every province, district and commune give anew / số hiệu có thuộc loại mà mỗi tỉnh, huyện, xã đều đánh số riêng hay không';
