-- Which document of the database a reference means.
--
-- The codes must be equal. A code that stands for one document in the whole country (a decree, a decision of a
-- ministry) is resolved where exactly one document has it. Bodies of a province, district or commune number anew
-- every year, and all of them alike: there place and year of issue must agree as well. Where more than one
-- document is left, none is named.

UPDATE legal_refs SET cited_doc_id = chosen.doc_id
FROM (
    WITH dated AS (
        -- Numbers below 10 are written with and without a leading 0.
        SELECT doc_id, ltrim(code, '0') AS code, level, province, district, commune, issued_on,
               coalesce(year(issued_on), try_cast(regexp_extract(issued_on_partial, '^\d{4}') AS INTEGER)) AS issued_in,
               source_id
        FROM documents
    ),
    mentions AS (
        SELECT ref_id, doc_id, relation, ltrim(coalesce(code, resolves_to), '0') AS code, issued_on,
               coalesce(year(issued_on), try_cast(regexp_extract(issued_on_partial, '^\d{4}') AS INTEGER),
                        legal_refs.year) AS issued_in,
               regexp_matches(coalesce(code, resolves_to), '(UBND|HĐND|TU|HU|ĐU)\b') AS local,
               -- "UBND xã A, huyện B" is a commune's: the first of the names counts.
               CASE regexp_extract(lower(issuer),
                        '(?:^|\s)(tỉnh|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)(?:\s|$)', 1)
                   WHEN 'tỉnh' THEN 'province'
                   WHEN 'huyện' THEN 'district' WHEN 'quận' THEN 'district' WHEN 'thị xã' THEN 'district'
                   WHEN 'xã' THEN 'commune' WHEN 'phường' THEN 'commune' WHEN 'thị trấn' THEN 'commune'
                   WHEN 'đặc khu' THEN 'commune'
               END AS level
        FROM legal_refs
    ),
    candidates AS (
        SELECT mentions.ref_id, cited.doc_id
        FROM mentions
        JOIN dated AS citing ON citing.doc_id = mentions.doc_id
        -- Of files that hold the same document one stands for all.
        JOIN (FROM dated ANTI JOIN duplicates() USING (source_id)) AS cited ON cited.code = mentions.code
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
              -- An issuer that the mention names tells the level, as far as its name does.
              -- An issuer that the mention names tells the level, as far as its name does.
              AND (mentions.level IS NULL OR cited.level IS NULL OR mentions.level = cited.level)
          ))
    ),
    single AS (
        SELECT ref_id, min(doc_id) AS doc_id FROM candidates GROUP BY ref_id HAVING count(DISTINCT doc_id) = 1
    )
    SELECT mentions.ref_id, CASE WHEN mentions.relation = 'self' THEN mentions.doc_id ELSE single.doc_id END AS doc_id
    FROM mentions LEFT JOIN single USING (ref_id)
) AS chosen
WHERE chosen.ref_id = legal_refs.ref_id;

-- A short form means the document of the mention that it goes back to.
UPDATE short_refs SET cited_doc_id = legal_refs.cited_doc_id
FROM legal_refs WHERE legal_refs.ref_id = short_refs.ref_id;

-- One that is known everywhere means a document of the Government or its Prime Minister: number and date must agree.
UPDATE short_refs SET cited_doc_id = single.doc_id
FROM (
    SELECT code, issued_on, min(doc_id) AS doc_id FROM kept_documents() GROUP BY code, issued_on HAVING count(*) = 1
) AS single
WHERE means = 'known' AND single.code = short_refs.resolves_to AND single.issued_on = short_refs.issued_on;
