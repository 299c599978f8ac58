-- One row an agency, summed up from what each file says of it.

INSERT INTO agencies BY NAME
SELECT agency_id,
       min(name) AS name,
       min(short_name) AS short_name,
       -- A body that files place at different levels (an Ủy ban nhân dân) has none of its own.
       CASE WHEN count(DISTINCT level) = 1 THEN min(level) END AS level,
       CASE WHEN count(DISTINCT kind) = 1 THEN min(kind) END AS kind
FROM source_agencies
GROUP BY agency_id
ORDER BY name, agency_id;
