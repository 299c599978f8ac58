-- What a build notices at once about each document: what its head and foot leave blank.

INSERT INTO findings (finding_id, source_id, doc_id, kind, severity, message)
SELECT substr(sha256(doc_id || kind), 1, 16), source_id, doc_id, kind, 'note', message
FROM (
    SELECT doc_id, source_id, 'missing_number' AS kind, 1 AS rank,
           'the document has no number / văn bản không ghi số' AS message
    FROM documents WHERE number IS NULL AND parent_doc_id IS NULL
    UNION ALL
    SELECT doc_id, source_id, 'missing_issue_day', 2,
           'the date of issue is missing or has no day / văn bản không ghi đủ ngày ban hành'
    FROM documents WHERE issued_on IS NULL AND parent_doc_id IS NULL
    UNION ALL
    SELECT doc_id, source_id, 'missing_signer', 3,
           'nobody is named as signer / văn bản không ghi tên người ký'
    FROM documents WHERE signer IS NULL AND parent_doc_id IS NULL
)
JOIN sources USING (source_id)
ORDER BY source_path, doc_id, rank;
