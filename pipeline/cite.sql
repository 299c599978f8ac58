-- Which document of the database a reference means.
--
-- The codes must be equal. A code that stands for one document in the whole country (a decree, a decision of a
-- ministry) is resolved where exactly one document has it. Bodies of a province, district or commune number anew
-- every year, and all of them alike: there place and year of issue must agree as well. Where more than one
-- document is left, none is named.

UPDATE legal_refs SET cited_doc_id = chosen.doc_id
FROM (
    WITH dated AS (
        SELECT doc_id, code, level, province, district, commune, lower(issuer) AS issuer, issued_on,
               coalesce(year(issued_on), try_cast(regexp_extract(issued_on_partial, '^\d{4}') AS INTEGER)) AS issued_in
        FROM documents
    ),
    mentions AS (
        SELECT ref_id, doc_id, relation, coalesce(code, resolves_to) AS code, lower(issuer) AS issuer,
               legal_refs.issued_on,
               coalesce(year(issued_on), try_cast(regexp_extract(issued_on_partial, '^\d{4}') AS INTEGER)) AS issued_in,
               regexp_matches(coalesce(code, resolves_to), '(UBND|HĐND|TU|HU|ĐU)\b') AS local
        FROM legal_refs
    ),
    candidates AS (
        SELECT mentions.ref_id, cited.doc_id
        FROM mentions
        JOIN dated AS citing ON citing.doc_id = mentions.doc_id
        JOIN dated AS cited ON cited.code = mentions.code
        WHERE mentions.relation IS DISTINCT FROM 'self'
          -- A date that is stated must be the same; so must a year.
          AND (mentions.issued_on IS NULL OR cited.issued_on IS NULL OR mentions.issued_on = cited.issued_on)
          AND (mentions.issued_in IS NULL OR cited.issued_in IS NULL OR mentions.issued_in = cited.issued_in)
          AND (NOT mentions.local OR (
              mentions.issued_in = cited.issued_in
              AND cited.province = citing.province
              -- A district's plan may be cited within the district; a province's everywhere in the province.
              AND (cited.district IS NULL OR cited.district IS NOT DISTINCT FROM citing.district)
              AND (cited.commune IS NULL OR cited.commune IS NOT DISTINCT FROM citing.commune)
              AND (mentions.issuer IS NULL OR cited.issuer IS NULL OR cited.level IS NULL
                   OR cited.level = CASE WHEN regexp_matches(mentions.issuer, '\b(xã|phường|thị trấn|đặc khu)\b') THEN 'commune'
                                         WHEN regexp_matches(mentions.issuer, '\b(huyện|quận|thị xã)\b') THEN 'district'
                                         WHEN regexp_matches(mentions.issuer, '\btỉnh\b') THEN 'province'
                                         ELSE cited.level END)
          ))
    ),
    single AS (
        SELECT ref_id, min(doc_id) AS doc_id FROM candidates GROUP BY ref_id HAVING count(DISTINCT doc_id) = 1
    )
    SELECT mentions.ref_id, CASE WHEN mentions.relation = 'self' THEN mentions.doc_id ELSE single.doc_id END AS doc_id
    FROM mentions LEFT JOIN single USING (ref_id)
) AS chosen
WHERE chosen.ref_id = legal_refs.ref_id;
