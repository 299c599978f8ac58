-- The database of kehoach: what a build leaves behind.
--
-- A span counts Unicode code points of sources.text, its end exclusive: sources.text[span_start:span_end] = quote.
-- What the text does not state is NULL; what was inferred from elsewhere is named in `inferred`.
-- Ids are hashes of what they name, so the same bytes give the same rows on every machine.
-- Comments: English / Tiếng Việt. See them with: SELECT * FROM duckdb_columns().

-- Runs and files

CREATE TABLE builds (
    build_id VARCHAR NOT NULL, started_at TIMESTAMP, finished_at TIMESTAMP, version VARCHAR, rules_digest VARCHAR,
    code_digest VARCHAR, keep_names BOOLEAN, ocr VARCHAR, limits VARCHAR,
    engine VARCHAR, counts MAP(VARCHAR, BIGINT)
);
COMMENT ON TABLE builds IS 'one run of kehoach build / một lần chạy kehoach build';
COMMENT ON COLUMN builds.build_id IS 'id: hash of version, rules, options and files / mã: băm từ phiên bản, quy tắc, tuỳ chọn và các tệp';
COMMENT ON COLUMN builds.started_at IS 'when it began (UTC) / lúc bắt đầu (UTC)';
COMMENT ON COLUMN builds.finished_at IS 'when it ended (UTC) / lúc kết thúc (UTC)';
COMMENT ON COLUMN builds.version IS 'version of kehoach / phiên bản kehoach';
COMMENT ON COLUMN builds.rules_digest IS 'hash of the rule files: equal digests knew the same / mã băm các tệp quy tắc: bằng nhau là biết như nhau';
COMMENT ON COLUMN builds.code_digest IS 'hash of the code that read and extracted / mã băm phần mã đọc và trích xuất';
COMMENT ON COLUMN builds.keep_names IS 'whether names of private persons were kept / có giữ tên cá nhân hay không';
COMMENT ON COLUMN builds.ocr IS 'how recognition was asked for, and what could do it / cách yêu cầu nhận dạng chữ và công cụ có sẵn';
COMMENT ON COLUMN builds.limits IS 'time and memory that one file might take / thời gian và bộ nhớ cho phép với một tệp';
COMMENT ON COLUMN builds.engine IS 'what did the work: process pool, dask (a cluster), in process / cách chạy: nhiều tiến trình, dask (cụm máy), một tiến trình';
COMMENT ON COLUMN builds.counts IS 'rows of each table after the run / số dòng mỗi bảng sau lần chạy';

CREATE TABLE sources (
    source_id VARCHAR NOT NULL, source_path VARCHAR, also_at VARCHAR[], media_type VARCHAR, sha256 VARCHAR,
    byte_size BIGINT, page_count INTEGER, read_with VARCHAR, ocr VARCHAR, text VARCHAR, keep_names BOOLEAN,
    duplicate_of VARCHAR, build_id VARCHAR
);
COMMENT ON TABLE sources IS 'one file, by its bytes: two files with the same bytes are one source / một tệp, theo nội dung: hai tệp giống hệt là một nguồn';
COMMENT ON COLUMN sources.source_id IS 'id: hash of the bytes / mã: băm từ nội dung tệp';
COMMENT ON COLUMN sources.source_path IS 'path below the folder that was given, parted by slashes / đường dẫn tính từ thư mục đã chọn, ngăn bằng dấu gạch chéo';
COMMENT ON COLUMN sources.also_at IS 'other paths with the same bytes / các đường dẫn khác có cùng nội dung';
COMMENT ON COLUMN sources.media_type IS 'what kind of file it is by its content / loại tệp xét theo nội dung';
COMMENT ON COLUMN sources.sha256 IS 'SHA-256 of the bytes / mã SHA-256 của nội dung';
COMMENT ON COLUMN sources.byte_size IS 'size in bytes / số byte';
COMMENT ON COLUMN sources.page_count IS 'number of pages, where the file has pages / số trang, nếu tệp có trang';
COMMENT ON COLUMN sources.read_with IS 'how it was read: text, ocr or none as for its pages; behind it what its letters needed: tcvn3 or vni (fonts of before Unicode), viscii, vps or cp1258 (encodings of before it), recoded (UTF-8 that had been taken for Windows letters); converted: by LibreOffice / cách đọc: text, ocr hoặc none như ở các trang; tiếp theo là cách sửa chữ: tcvn3, vni (phông chữ trước Unicode), viscii, vps, cp1258 (bảng mã trước Unicode), recoded (UTF-8 bị đọc nhầm thành chữ Windows); converted: qua LibreOffice';
COMMENT ON COLUMN sources.ocr IS 'how recognition was asked for and what did it (none: nothing could); NULL where the file needed none / cách yêu cầu nhận dạng chữ và công cụ đã dùng (none: không có); NULL nếu không cần';
COMMENT ON COLUMN sources.text IS 'the text as read: decoded, NFC, otherwise untouched; spans count its code points / văn bản như đã đọc: giải mã, NFC, không sửa gì thêm; vị trí đếm theo ký tự của nó';
COMMENT ON COLUMN sources.keep_names IS 'whether names of private persons were kept in the text / có giữ tên cá nhân trong văn bản hay không';
COMMENT ON COLUMN sources.duplicate_of IS 'the source that holds the same document, in a better file or with more beside it; facts of a duplicate stand in the tables, but views and commands leave them out: each counts once / nguồn chứa cùng văn bản, ở tệp tốt hơn hoặc đầy đủ hơn; dữ liệu của bản trùng vẫn nằm trong các bảng, nhưng các view và lệnh bỏ qua: mỗi số liệu chỉ tính một lần';
COMMENT ON COLUMN sources.build_id IS 'the run that extracted it / lần chạy đã trích xuất nó';

CREATE TABLE sketches (
    source_id VARCHAR NOT NULL, runs INTEGER, least UINTEGER[], whole VARCHAR, figures VARCHAR
);
COMMENT ON TABLE sketches IS 'what tells two files with one document: a sketch of the words of each source / dấu vết từ ngữ của mỗi nguồn, để nhận ra hai tệp chứa cùng một văn bản';
COMMENT ON COLUMN sketches.source_id IS 'the file / tệp';
COMMENT ON COLUMN sketches.runs IS 'number of different runs of three words / số cụm ba từ khác nhau';
COMMENT ON COLUMN sketches.least IS 'the least hashes of these runs, in order, 256 at most / các mã băm nhỏ nhất của các cụm đó, tăng dần, tối đa 256';
COMMENT ON COLUMN sketches.whole IS 'hash of all words / mã băm của toàn bộ các từ';
COMMENT ON COLUMN sketches.figures IS 'hash of all different numbers of three digits or more / mã băm của các số khác nhau có từ ba chữ số';

CREATE TABLE pages (
    page_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, page_no INTEGER, span_start INTEGER, span_end INTEGER,
    width DOUBLE, height DOUBLE, read_with VARCHAR, ocr_confidence DOUBLE
);
COMMENT ON TABLE pages IS 'one page of a file / một trang của tệp';
COMMENT ON COLUMN pages.page_id IS 'id: hash of the source, the kind and the span / mã: băm từ tệp, loại và vị trí';
COMMENT ON COLUMN pages.source_id IS 'the file it stands in / tệp chứa nó';
COMMENT ON COLUMN pages.page_no IS 'number of the page, from 1 / số trang, từ 1';
COMMENT ON COLUMN pages.span_start IS 'first code point of the page in sources.text / vị trí ký tự đầu của trang trong sources.text';
COMMENT ON COLUMN pages.span_end IS 'code point after the page / vị trí ngay sau trang';
COMMENT ON COLUMN pages.width IS 'width in points (1/72 inch) / chiều rộng theo point (1/72 inch)';
COMMENT ON COLUMN pages.height IS 'height in points (1/72 inch) / chiều cao theo point (1/72 inch)';
COMMENT ON COLUMN pages.read_with IS 'text where it has a text layer, ocr where it was recognised, none where it only has a picture / text: có lớp chữ; ocr: nhận dạng; none: chỉ có hình';
COMMENT ON COLUMN pages.ocr_confidence IS 'mean confidence of the recognition, 0 to 1 / độ tin cậy trung bình khi nhận dạng, 0 đến 1';

CREATE TABLE failures (
    failure_id VARCHAR NOT NULL, source_id VARCHAR, source_path VARCHAR, sha256 VARCHAR, page_no INTEGER,
    stage VARCHAR, code VARCHAR, message VARCHAR, build_id VARCHAR
);
COMMENT ON TABLE failures IS 'one file or page that could not be read / một tệp hoặc trang không đọc được';
COMMENT ON COLUMN failures.failure_id IS 'id: hash of the file, the page and the code / mã: băm từ tệp, trang và mã lỗi';
COMMENT ON COLUMN failures.source_id IS 'the file, where its bytes could be read / tệp, nếu đọc được nội dung';
COMMENT ON COLUMN failures.source_path IS 'path of the file or folder / đường dẫn của tệp hoặc thư mục';
COMMENT ON COLUMN failures.sha256 IS 'SHA-256 of the bytes, where they could be read / mã SHA-256, nếu đọc được nội dung';
COMMENT ON COLUMN failures.page_no IS 'the page, where it is about one page / số trang, nếu chỉ liên quan một trang';
COMMENT ON COLUMN failures.stage IS 'when it failed: find, read, extract / bước bị lỗi: tìm, đọc, trích xuất';
COMMENT ON COLUMN failures.code IS 'number of the error: KH101 and so on / mã lỗi: KH101, ...';
COMMENT ON COLUMN failures.message IS 'what is wrong and what to do about it / lỗi gì và cần làm gì';
COMMENT ON COLUMN failures.build_id IS 'the run that met it / lần chạy đã gặp lỗi';

-- Documents and their parts

CREATE TABLE documents (
    doc_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, parent_doc_id VARCHAR, span_start INTEGER, span_end INTEGER,
    doc_type VARCHAR, number VARCHAR, symbol VARCHAR, code VARCHAR, issued_on DATE, issued_on_partial VARCHAR,
    place VARCHAR, issuer VARCHAR, level VARCHAR, province VARCHAR, district VARCHAR, commune VARCHAR,
    province_code VARCHAR, district_code VARCHAR, commune_code VARCHAR, title VARCHAR, programme VARCHAR,
    period_start INTEGER, period_end INTEGER, signer VARCHAR, signer_title VARCHAR, signed_for VARCHAR,
    inferred VARCHAR[]
);
COMMENT ON TABLE documents IS 'one document in a file; a decision and the plan attached to it are two / một văn bản trong tệp; quyết định và kế hoạch kèm theo là hai văn bản';
COMMENT ON COLUMN documents.doc_id IS 'id: hash of the source, the kind and the span / mã: băm từ tệp, loại và vị trí';
COMMENT ON COLUMN documents.source_id IS 'the file it stands in / tệp chứa nó';
COMMENT ON COLUMN documents.parent_doc_id IS 'the document it is attached to / văn bản mà nó kèm theo';
COMMENT ON COLUMN documents.span_start IS 'first code point of the document in sources.text / vị trí ký tự đầu của văn bản trong sources.text';
COMMENT ON COLUMN documents.span_end IS 'code point after the document / vị trí ngay sau văn bản';
COMMENT ON COLUMN documents.doc_type IS 'code of its type: KH, QĐ, NQ, CT, ... / ký hiệu loại văn bản: KH, QĐ, NQ, CT, ...';
COMMENT ON COLUMN documents.number IS 'its number as printed / số như đã ghi';
COMMENT ON COLUMN documents.symbol IS 'its symbol: KH-UBND / ký hiệu: KH-UBND';
COMMENT ON COLUMN documents.code IS 'number and symbol: 432/QĐ-UBND / số và ký hiệu: 432/QĐ-UBND';
COMMENT ON COLUMN documents.issued_on IS 'date of issue / ngày ban hành';
COMMENT ON COLUMN documents.issued_on_partial IS 'date of issue where a part is missing: 2022, 2022-08, --10-25 / ngày ban hành khi thiếu một phần: 2022, 2022-08, --10-25';
COMMENT ON COLUMN documents.place IS 'place of issue as printed before the date / nơi ban hành ghi trước ngày';
COMMENT ON COLUMN documents.issuer IS 'issuing body in full / cơ quan ban hành, viết đầy đủ';
COMMENT ON COLUMN documents.level IS 'level of the issuer: central, province, district, commune / cấp của cơ quan ban hành: trung ương, tỉnh, huyện, xã';
COMMENT ON COLUMN documents.province IS 'province, without its kind / tỉnh, thành phố (không kèm chữ tỉnh, thành phố)';
COMMENT ON COLUMN documents.district IS 'district, without its kind / huyện, quận, thị xã (không kèm loại)';
COMMENT ON COLUMN documents.commune IS 'commune, without its kind / xã, phường, thị trấn (không kèm loại)';
COMMENT ON COLUMN documents.province_code IS 'official code of the province / mã tỉnh';
COMMENT ON COLUMN documents.district_code IS 'official code of the district / mã huyện';
COMMENT ON COLUMN documents.commune_code IS 'official code of the commune / mã xã';
COMMENT ON COLUMN documents.title IS 'what it is about (trích yếu) / trích yếu';
COMMENT ON COLUMN documents.programme IS 'the programme it carries out / chương trình mà nó thực hiện';
COMMENT ON COLUMN documents.period_start IS 'first year it covers / năm đầu của giai đoạn';
COMMENT ON COLUMN documents.period_end IS 'last year it covers / năm cuối của giai đoạn';
COMMENT ON COLUMN documents.signer IS 'who signed it / người ký';
COMMENT ON COLUMN documents.signer_title IS 'office of the signer / chức vụ người ký';
COMMENT ON COLUMN documents.signed_for IS 'in whose name: TM., KT., TL., TUQ., Q. / ký thay: TM., KT., TL., TUQ., Q.';
COMMENT ON COLUMN documents.inferred IS 'names of the columns that were inferred from elsewhere, not stated / tên các cột suy ra từ chỗ khác, không ghi tại chỗ';

CREATE TABLE sections (
    section_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, doc_id VARCHAR, parent_section_id VARCHAR,
    depth INTEGER, label VARCHAR, heading VARCHAR, kind VARCHAR, span_start INTEGER, span_end INTEGER,
    inferred VARCHAR[]
);
COMMENT ON TABLE sections IS 'one heading and what it covers / một đề mục và phần nó bao trùm';
COMMENT ON COLUMN sections.section_id IS 'id: hash of the source, the kind and the span / mã: băm từ tệp, loại và vị trí';
COMMENT ON COLUMN sections.source_id IS 'the file it stands in / tệp chứa nó';
COMMENT ON COLUMN sections.doc_id IS 'the document it stands in / văn bản chứa nó';
COMMENT ON COLUMN sections.parent_section_id IS 'the section it is part of / mục chứa nó';
COMMENT ON COLUMN sections.depth IS 'depth in the tree, from 1 / bậc trong cây đề mục, từ 1';
COMMENT ON COLUMN sections.label IS 'its numbering from the top: II.2.a / số thứ tự từ bậc trên: II.2.a';
COMMENT ON COLUMN sections.heading IS 'words of the heading / tên đề mục';
COMMENT ON COLUMN sections.kind IS 'what it is: legal_basis, purpose, targets, tasks, funding, organisation, recipients, signature, appendix, other / loại: căn cứ, mục đích, mục tiêu, nhiệm vụ, kinh phí, tổ chức thực hiện, nơi nhận, chữ ký, phụ lục, khác';
COMMENT ON COLUMN sections.span_start IS 'first code point of the section, heading included / vị trí ký tự đầu của mục, kể cả đề mục';
COMMENT ON COLUMN sections.span_end IS 'code point after the section / vị trí ngay sau mục';
COMMENT ON COLUMN sections.inferred IS 'names of the columns that were inferred from elsewhere, not stated / tên các cột suy ra từ chỗ khác, không ghi tại chỗ';

-- Facts in running text

CREATE TABLE legal_refs (
    ref_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, doc_id VARCHAR, section_id VARCHAR, span_start INTEGER,
    span_end INTEGER, quote VARCHAR, ref_type VARCHAR, number VARCHAR, year INTEGER, code VARCHAR,
    resolves_to VARCHAR, issuer VARCHAR, issued_on DATE, issued_on_partial VARCHAR, title VARCHAR, pinpoint VARCHAR,
    relation VARCHAR, cited_doc_id VARCHAR, inferred VARCHAR[]
);
COMMENT ON TABLE legal_refs IS 'one mention of a legal document / một lần nhắc đến văn bản pháp luật';
COMMENT ON COLUMN legal_refs.ref_id IS 'id: hash of the source, the kind and the span / mã: băm từ tệp, loại và vị trí';
COMMENT ON COLUMN legal_refs.source_id IS 'the file it stands in / tệp chứa nó';
COMMENT ON COLUMN legal_refs.doc_id IS 'the document it stands in / văn bản chứa nó';
COMMENT ON COLUMN legal_refs.section_id IS 'the innermost section it stands in / mục nhỏ nhất chứa nó';
COMMENT ON COLUMN legal_refs.span_start IS 'first code point of the quote in sources.text / vị trí ký tự đầu của trích dẫn trong sources.text';
COMMENT ON COLUMN legal_refs.span_end IS 'code point after the quote / vị trí ngay sau trích dẫn';
COMMENT ON COLUMN legal_refs.quote IS 'the words as printed: sources.text[span_start:span_end] / nguyên văn: sources.text[span_start:span_end]';
COMMENT ON COLUMN legal_refs.ref_type IS 'code of the type: NĐ, QĐ, NQ, KH, CT, TT, TTLT, Luật, PL, CV, ... / loại văn bản: NĐ, QĐ, NQ, KH, CT, TT, TTLT, Luật, PL, CV, ...';
COMMENT ON COLUMN legal_refs.number IS 'its number / số';
COMMENT ON COLUMN legal_refs.year IS 'the year within its number / năm ghi trong số hiệu';
COMMENT ON COLUMN legal_refs.code IS 'its code in canonical form; NULL for a law named without number / số hiệu dạng chuẩn; NULL nếu chỉ nêu tên luật';
COMMENT ON COLUMN legal_refs.resolves_to IS 'code of what a named law or a short form means / số hiệu của luật nêu tên, hoặc của cách gọi tắt';
COMMENT ON COLUMN legal_refs.issuer IS 'who issued it, as far as stated / cơ quan ban hành, nếu có nêu';
COMMENT ON COLUMN legal_refs.issued_on IS 'its date as this mention gives it / ngày ban hành theo lần nhắc này';
COMMENT ON COLUMN legal_refs.issued_on_partial IS 'its date where a part is missing / ngày ban hành khi thiếu một phần';
COMMENT ON COLUMN legal_refs.title IS 'what it is about, as this mention says / nội dung theo lần nhắc này';
COMMENT ON COLUMN legal_refs.pinpoint IS 'the part of it that is meant: điểm a khoản 3 mục III / phần được dẫn: điểm a khoản 3 mục III';
COMMENT ON COLUMN legal_refs.relation IS 'what it is to this document: basis, implements, amends, replaces, repeals, attached_to, self, cites / quan hệ: căn cứ, thực hiện, sửa đổi, thay thế, bãi bỏ, kèm theo, chính nó, viện dẫn';
COMMENT ON COLUMN legal_refs.cited_doc_id IS 'that document, when it is in the database and only one can be meant / văn bản đó, nếu có trong cơ sở dữ liệu và chỉ có thể là một';
COMMENT ON COLUMN legal_refs.inferred IS 'names of the columns that were inferred from elsewhere, not stated / tên các cột suy ra từ chỗ khác, không ghi tại chỗ';

CREATE TABLE short_refs (
    short_ref_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, doc_id VARCHAR, section_id VARCHAR,
    span_start INTEGER, span_end INTEGER, quote VARCHAR, ref_type VARCHAR, pinpoint VARCHAR, means VARCHAR,
    resolves_to VARCHAR, issued_on DATE, ref_id VARCHAR, cited_doc_id VARCHAR, inferred VARCHAR[]
);
COMMENT ON TABLE short_refs IS 'one mention of a document by a short form: Quyết định này, Nghị quyết nêu trên, Đề án 06 / một lần nhắc đến văn bản bằng cách gọi tắt: Quyết định này, Nghị quyết nêu trên, Đề án 06';
COMMENT ON COLUMN short_refs.short_ref_id IS 'id: hash of the source, the kind and the span / mã: băm từ tệp, loại và vị trí';
COMMENT ON COLUMN short_refs.source_id IS 'the file it stands in / tệp chứa nó';
COMMENT ON COLUMN short_refs.doc_id IS 'the document it stands in / văn bản chứa nó';
COMMENT ON COLUMN short_refs.section_id IS 'the innermost section it stands in / mục nhỏ nhất chứa nó';
COMMENT ON COLUMN short_refs.span_start IS 'first code point of the quote in sources.text / vị trí ký tự đầu của trích dẫn trong sources.text';
COMMENT ON COLUMN short_refs.span_end IS 'code point after the quote / vị trí ngay sau trích dẫn';
COMMENT ON COLUMN short_refs.quote IS 'the words as printed: sources.text[span_start:span_end] / nguyên văn: sources.text[span_start:span_end]';
COMMENT ON COLUMN short_refs.ref_type IS 'code of the type that the form names: QĐ, KH, ĐA, ...; where it names none (Chiến lược), of the document meant / loại văn bản mà cách gọi nêu: QĐ, KH, ĐA, ...; nếu không nêu loại nào (Chiến lược) thì là loại của văn bản được nói tới';
COMMENT ON COLUMN short_refs.pinpoint IS 'the part of it that is meant: khoản 2 Điều 5 / phần được dẫn: khoản 2 Điều 5';
COMMENT ON COLUMN short_refs.means IS 'how it is known what is meant: self (this document), attached (one attached to it, or what it approves or issues), parent (the one it is attached to), earlier (named before), defined (gọi tắt là ...), known (known everywhere) / căn cứ xác định: self: chính văn bản này; attached: văn bản kèm theo, hoặc được văn bản này phê duyệt, ban hành; parent: văn bản mà nó kèm theo; earlier: đã nêu ở trên; defined: được đặt tên tắt (gọi tắt là ...); known: tên ai cũng biết';
COMMENT ON COLUMN short_refs.resolves_to IS 'code of the document meant; NULL where it has no number / số hiệu của văn bản được nói tới; NULL nếu văn bản không có số';
COMMENT ON COLUMN short_refs.issued_on IS 'date of the document meant, where it was named before or is known everywhere / ngày ban hành của văn bản được nói tới, nếu đã nêu ở trên hoặc ai cũng biết';
COMMENT ON COLUMN short_refs.ref_id IS 'the mention in full that it goes back to (table legal_refs) / lần nhắc đầy đủ mà nó dựa vào (bảng legal_refs)';
COMMENT ON COLUMN short_refs.cited_doc_id IS 'the document meant, when it is in the database and only one can be meant / văn bản được nói tới, nếu có trong cơ sở dữ liệu và chỉ có thể là một';
COMMENT ON COLUMN short_refs.inferred IS 'names of the columns that were inferred from elsewhere, not stated / tên các cột suy ra từ chỗ khác, không ghi tại chỗ';

CREATE TABLE percentages (
    percentage_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, doc_id VARCHAR, section_id VARCHAR,
    span_start INTEGER, span_end INTEGER, quote VARCHAR, value_min DOUBLE, value_max DOUBLE, comparator VARCHAR,
    role VARCHAR, target_id VARCHAR, inferred VARCHAR[]
);
COMMENT ON TABLE percentages IS 'one percentage in running text / một tỷ lệ phần trăm trong phần lời';
COMMENT ON COLUMN percentages.percentage_id IS 'id: hash of the source, the kind and the span / mã: băm từ tệp, loại và vị trí';
COMMENT ON COLUMN percentages.source_id IS 'the file it stands in / tệp chứa nó';
COMMENT ON COLUMN percentages.doc_id IS 'the document it stands in / văn bản chứa nó';
COMMENT ON COLUMN percentages.section_id IS 'the innermost section it stands in / mục nhỏ nhất chứa nó';
COMMENT ON COLUMN percentages.span_start IS 'first code point of the quote in sources.text / vị trí ký tự đầu của trích dẫn trong sources.text';
COMMENT ON COLUMN percentages.span_end IS 'code point after the quote / vị trí ngay sau trích dẫn';
COMMENT ON COLUMN percentages.quote IS 'the words as printed: sources.text[span_start:span_end] / nguyên văn: sources.text[span_start:span_end]';
COMMENT ON COLUMN percentages.value_min IS 'the value, or the lower one of two / giá trị, hoặc giá trị thấp hơn';
COMMENT ON COLUMN percentages.value_max IS 'the value, or the higher one of two / giá trị, hoặc giá trị cao hơn';
COMMENT ON COLUMN percentages.comparator IS 'eq, ge, gt, le, lt, approx, range / bằng, từ trở lên, trên, không quá, dưới, khoảng, từ đến';
COMMENT ON COLUMN percentages.role IS 'target, actual, condition, share, other / mục tiêu, thực tế, điều kiện, tỷ trọng, khác';
COMMENT ON COLUMN percentages.target_id IS 'the target whose value it is / mục tiêu có giá trị này';
COMMENT ON COLUMN percentages.inferred IS 'names of the columns that were inferred from elsewhere, not stated / tên các cột suy ra từ chỗ khác, không ghi tại chỗ';

CREATE TABLE targets (
    target_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, doc_id VARCHAR, section_id VARCHAR, table_id VARCHAR,
    span_start INTEGER, span_end INTEGER, quote VARCHAR, value_start INTEGER, value_end INTEGER, value_min DOUBLE,
    value_max DOUBLE, unit VARCHAR, comparator VARCHAR, basis VARCHAR, direction VARCHAR, per VARCHAR,
    indicator VARCHAR, indicator_text VARCHAR, dimension VARCHAR, population VARCHAR, place VARCHAR,
    place_code VARCHAR, in_part BOOLEAN, kind VARCHAR, baseline_value DOUBLE, baseline_year INTEGER,
    target_year INTEGER, period_start INTEGER, period_end INTEGER, confidence VARCHAR, inferred VARCHAR[]
);
COMMENT ON TABLE targets IS 'one quantified aim, or an observed figure of the same kind / một mục tiêu định lượng, hoặc số liệu thực tế cùng loại';
COMMENT ON COLUMN targets.target_id IS 'id: hash of the source, the kind and the span / mã: băm từ tệp, loại và vị trí';
COMMENT ON COLUMN targets.source_id IS 'the file it stands in / tệp chứa nó';
COMMENT ON COLUMN targets.doc_id IS 'the document it stands in / văn bản chứa nó';
COMMENT ON COLUMN targets.section_id IS 'the innermost section it stands in / mục nhỏ nhất chứa nó';
COMMENT ON COLUMN targets.table_id IS 'the table it stands in; NULL for running text / bảng chứa nó; NULL nếu ở phần lời';
COMMENT ON COLUMN targets.span_start IS 'first code point of its clause in sources.text / vị trí ký tự đầu của mệnh đề trong sources.text';
COMMENT ON COLUMN targets.span_end IS 'code point after its clause / vị trí ngay sau mệnh đề';
COMMENT ON COLUMN targets.quote IS 'its clause as printed / mệnh đề, nguyên văn';
COMMENT ON COLUMN targets.value_start IS 'first code point of the value itself / vị trí ký tự đầu của giá trị';
COMMENT ON COLUMN targets.value_end IS 'code point after the value / vị trí ngay sau giá trị';
COMMENT ON COLUMN targets.value_min IS 'the value, or the lower one of two / giá trị, hoặc giá trị thấp hơn';
COMMENT ON COLUMN targets.value_max IS 'the value, or the higher one of two / giá trị, hoặc giá trị cao hơn';
COMMENT ON COLUMN targets.unit IS 'unit as printed, lower case: %, hộ, người, ... / đơn vị như đã ghi, chữ thường: %, hộ, người, ...';
COMMENT ON COLUMN targets.comparator IS 'eq, ge, gt, le, lt, approx, range / bằng, từ trở lên, trên, không quá, dưới, khoảng, từ đến';
COMMENT ON COLUMN targets.basis IS 'level (the value to be at) or change (by how much) / level: mức cần đạt; change: mức thay đổi';
COMMENT ON COLUMN targets.direction IS 'up, down, or NULL where it is not said / up: tăng; down: giảm; NULL: không nêu';
COMMENT ON COLUMN targets.per IS 'year, month or quarter where the value is a rate / năm, tháng hoặc quý nếu là mức bình quân';
COMMENT ON COLUMN targets.indicator IS 'id of what is measured (table indicators) / mã chỉ tiêu (bảng indicators)';
COMMENT ON COLUMN targets.indicator_text IS 'what is measured, as printed / chỉ tiêu như đã ghi';
COMMENT ON COLUMN targets.dimension IS 'dimension of poverty, or field / chiều thiếu hụt, hoặc lĩnh vực';
COMMENT ON COLUMN targets.population IS 'whom it is about / đối tượng';
COMMENT ON COLUMN targets.place IS 'where it holds / địa bàn';
COMMENT ON COLUMN targets.place_code IS 'official code of the place / mã địa bàn';
COMMENT ON COLUMN targets.in_part IS 'whether it is about a part of the place only: its poor districts, its countryside / chỉ nói về một phần của địa bàn: các huyện nghèo, nông thôn';
COMMENT ON COLUMN targets.kind IS 'target (aimed at) or actual (observed) / target: mục tiêu; actual: thực tế';
COMMENT ON COLUMN targets.baseline_value IS 'the value it starts from / giá trị ban đầu';
COMMENT ON COLUMN targets.baseline_year IS 'year of the starting value / năm của giá trị ban đầu';
COMMENT ON COLUMN targets.target_year IS 'year by which it is to be reached / năm phải đạt';
COMMENT ON COLUMN targets.period_start IS 'first year of its period / năm đầu của giai đoạn';
COMMENT ON COLUMN targets.period_end IS 'last year of its period / năm cuối của giai đoạn';
COMMENT ON COLUMN targets.confidence IS 'high, medium or low / độ chắc chắn: cao, vừa, thấp';
COMMENT ON COLUMN targets.inferred IS 'names of the columns that were inferred from elsewhere, not stated / tên các cột suy ra từ chỗ khác, không ghi tại chỗ';

CREATE TABLE agencies (
    agency_id VARCHAR NOT NULL, name VARCHAR, short_name VARCHAR, level VARCHAR, kind VARCHAR
);
COMMENT ON TABLE agencies IS 'one agency / một cơ quan';
COMMENT ON COLUMN agencies.agency_id IS 'id: hash of the full name / mã: băm từ tên đầy đủ';
COMMENT ON COLUMN agencies.name IS 'full name without place / tên đầy đủ, không kèm địa danh';
COMMENT ON COLUMN agencies.short_name IS 'short form / tên viết tắt';
COMMENT ON COLUMN agencies.level IS 'central, province, district, commune / cấp: trung ương, tỉnh, huyện, xã';
COMMENT ON COLUMN agencies.kind IS 'what kind of body it is / loại cơ quan';

CREATE TABLE source_agencies (
    source_id VARCHAR NOT NULL, agency_id VARCHAR NOT NULL, name VARCHAR, short_name VARCHAR, level VARCHAR,
    kind VARCHAR
);
COMMENT ON TABLE source_agencies IS 'one agency as one file names it; agencies sums these up / một cơ quan theo cách gọi của một tệp; bảng agencies gộp lại';
COMMENT ON COLUMN source_agencies.source_id IS 'the file it stands in / tệp chứa nó';
COMMENT ON COLUMN source_agencies.agency_id IS 'the agency / cơ quan';
COMMENT ON COLUMN source_agencies.name IS 'full name without place / tên đầy đủ, không kèm địa danh';
COMMENT ON COLUMN source_agencies.short_name IS 'short form / tên viết tắt';
COMMENT ON COLUMN source_agencies.level IS 'central, province, district, commune / cấp: trung ương, tỉnh, huyện, xã';
COMMENT ON COLUMN source_agencies.kind IS 'what kind of body it is / loại cơ quan';

CREATE TABLE agency_mentions (
    mention_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, doc_id VARCHAR, section_id VARCHAR, span_start INTEGER,
    span_end INTEGER, quote VARCHAR, agency_id VARCHAR, agency VARCHAR, level VARCHAR, kind VARCHAR, role VARCHAR,
    inferred VARCHAR[]
);
COMMENT ON TABLE agency_mentions IS 'one mention of an agency / một lần nhắc đến cơ quan';
COMMENT ON COLUMN agency_mentions.mention_id IS 'id: hash of the source, the kind and the span / mã: băm từ tệp, loại và vị trí';
COMMENT ON COLUMN agency_mentions.source_id IS 'the file it stands in / tệp chứa nó';
COMMENT ON COLUMN agency_mentions.doc_id IS 'the document it stands in / văn bản chứa nó';
COMMENT ON COLUMN agency_mentions.section_id IS 'the innermost section it stands in / mục nhỏ nhất chứa nó';
COMMENT ON COLUMN agency_mentions.span_start IS 'first code point of the quote in sources.text / vị trí ký tự đầu của trích dẫn trong sources.text';
COMMENT ON COLUMN agency_mentions.span_end IS 'code point after the quote / vị trí ngay sau trích dẫn';
COMMENT ON COLUMN agency_mentions.quote IS 'the words as printed: sources.text[span_start:span_end] / nguyên văn: sources.text[span_start:span_end]';
COMMENT ON COLUMN agency_mentions.agency_id IS 'the agency / cơ quan';
COMMENT ON COLUMN agency_mentions.agency IS 'its full name without place / tên đầy đủ, không kèm địa danh';
COMMENT ON COLUMN agency_mentions.level IS 'its level, as far as this mention tells / cấp, nếu lần nhắc này cho biết';
COMMENT ON COLUMN agency_mentions.kind IS 'what kind of body it is / loại cơ quan';
COMMENT ON COLUMN agency_mentions.role IS 'issuer, lead, coordinate, report_to, recipient, mentioned / ban hành, chủ trì, phối hợp, nhận báo cáo, nơi nhận, được nhắc đến';
COMMENT ON COLUMN agency_mentions.inferred IS 'names of the columns that were inferred from elsewhere, not stated / tên các cột suy ra từ chỗ khác, không ghi tại chỗ';

CREATE TABLE assignments (
    assignment_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, doc_id VARCHAR, section_id VARCHAR,
    span_start INTEGER, span_end INTEGER, quote VARCHAR, agency VARCHAR, agency_id VARCHAR, role VARCHAR,
    task VARCHAR, project VARCHAR, inferred VARCHAR[]
);
COMMENT ON TABLE assignments IS 'one agency''s part in a task / phần việc của một cơ quan trong một nhiệm vụ';
COMMENT ON COLUMN assignments.assignment_id IS 'id: hash of the source, the kind and the span / mã: băm từ tệp, loại và vị trí';
COMMENT ON COLUMN assignments.source_id IS 'the file it stands in / tệp chứa nó';
COMMENT ON COLUMN assignments.doc_id IS 'the document it stands in / văn bản chứa nó';
COMMENT ON COLUMN assignments.section_id IS 'the innermost section it stands in / mục nhỏ nhất chứa nó';
COMMENT ON COLUMN assignments.span_start IS 'first code point of the quote in sources.text / vị trí ký tự đầu của trích dẫn trong sources.text';
COMMENT ON COLUMN assignments.span_end IS 'code point after the quote / vị trí ngay sau trích dẫn';
COMMENT ON COLUMN assignments.quote IS 'the words as printed: sources.text[span_start:span_end] / nguyên văn: sources.text[span_start:span_end]';
COMMENT ON COLUMN assignments.agency IS 'full name of the agency; NULL where its heading was lost / tên đầy đủ; NULL nếu mất đề mục nêu tên';
COMMENT ON COLUMN assignments.agency_id IS 'the agency / cơ quan';
COMMENT ON COLUMN assignments.role IS 'lead (chủ trì) or coordinate (phối hợp) / lead: chủ trì; coordinate: phối hợp';
COMMENT ON COLUMN assignments.task IS 'what is to be done / nhiệm vụ';
COMMENT ON COLUMN assignments.project IS 'the project it is part of: Dự án 4 / Tiểu dự án 1 / dự án: Dự án 4 / Tiểu dự án 1';
COMMENT ON COLUMN assignments.inferred IS 'names of the columns that were inferred from elsewhere, not stated / tên các cột suy ra từ chỗ khác, không ghi tại chỗ';

CREATE TABLE deadlines (
    deadline_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, doc_id VARCHAR, section_id VARCHAR, span_start INTEGER,
    span_end INTEGER, quote VARCHAR, due_on DATE, due_on_partial VARCHAR, recurrence VARCHAR, task VARCHAR,
    agency VARCHAR, inferred VARCHAR[]
);
COMMENT ON TABLE deadlines IS 'one date by which something is due, or a recurring duty / một thời hạn, hoặc một việc làm định kỳ';
COMMENT ON COLUMN deadlines.deadline_id IS 'id: hash of the source, the kind and the span / mã: băm từ tệp, loại và vị trí';
COMMENT ON COLUMN deadlines.source_id IS 'the file it stands in / tệp chứa nó';
COMMENT ON COLUMN deadlines.doc_id IS 'the document it stands in / văn bản chứa nó';
COMMENT ON COLUMN deadlines.section_id IS 'the innermost section it stands in / mục nhỏ nhất chứa nó';
COMMENT ON COLUMN deadlines.span_start IS 'first code point of the quote in sources.text / vị trí ký tự đầu của trích dẫn trong sources.text';
COMMENT ON COLUMN deadlines.span_end IS 'code point after the quote / vị trí ngay sau trích dẫn';
COMMENT ON COLUMN deadlines.quote IS 'the words as printed: sources.text[span_start:span_end] / nguyên văn: sources.text[span_start:span_end]';
COMMENT ON COLUMN deadlines.due_on IS 'the date / ngày đến hạn';
COMMENT ON COLUMN deadlines.due_on_partial IS 'the date where a part is missing: 2025-12, 2026-Q1, --10-25 / ngày đến hạn khi thiếu một phần: 2025-12, 2026-Q1, --10-25';
COMMENT ON COLUMN deadlines.recurrence IS 'monthly, quarterly, half_yearly, yearly / hằng tháng, hằng quý, sáu tháng, hằng năm';
COMMENT ON COLUMN deadlines.task IS 'what is due / việc phải làm';
COMMENT ON COLUMN deadlines.agency IS 'who has to do it / cơ quan phải làm';
COMMENT ON COLUMN deadlines.inferred IS 'names of the columns that were inferred from elsewhere, not stated / tên các cột suy ra từ chỗ khác, không ghi tại chỗ';

CREATE TABLE amounts (
    amount_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, doc_id VARCHAR, section_id VARCHAR, span_start INTEGER,
    span_end INTEGER, quote VARCHAR, value_vnd_min DOUBLE, value_vnd_max DOUBLE, purpose VARCHAR,
    funding_source VARCHAR, year INTEGER, inferred VARCHAR[]
);
COMMENT ON TABLE amounts IS 'one sum of money / một khoản tiền';
COMMENT ON COLUMN amounts.amount_id IS 'id: hash of the source, the kind and the span / mã: băm từ tệp, loại và vị trí';
COMMENT ON COLUMN amounts.source_id IS 'the file it stands in / tệp chứa nó';
COMMENT ON COLUMN amounts.doc_id IS 'the document it stands in / văn bản chứa nó';
COMMENT ON COLUMN amounts.section_id IS 'the innermost section it stands in / mục nhỏ nhất chứa nó';
COMMENT ON COLUMN amounts.span_start IS 'first code point of the quote in sources.text / vị trí ký tự đầu của trích dẫn trong sources.text';
COMMENT ON COLUMN amounts.span_end IS 'code point after the quote / vị trí ngay sau trích dẫn';
COMMENT ON COLUMN amounts.quote IS 'the words as printed: sources.text[span_start:span_end] / nguyên văn: sources.text[span_start:span_end]';
COMMENT ON COLUMN amounts.value_vnd_min IS 'the sum in đồng, or the lower one of two / số tiền tính bằng đồng, hoặc số thấp hơn';
COMMENT ON COLUMN amounts.value_vnd_max IS 'the sum in đồng, or the higher one of two / số tiền tính bằng đồng, hoặc số cao hơn';
COMMENT ON COLUMN amounts.purpose IS 'what it is for / mục đích';
COMMENT ON COLUMN amounts.funding_source IS 'where it comes from / nguồn vốn';
COMMENT ON COLUMN amounts.year IS 'the year it is for / năm';
COMMENT ON COLUMN amounts.inferred IS 'names of the columns that were inferred from elsewhere, not stated / tên các cột suy ra từ chỗ khác, không ghi tại chỗ';

-- Tables

CREATE TABLE tables (
    table_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, doc_id VARCHAR, section_id VARCHAR, span_start INTEGER,
    span_end INTEGER, caption VARCHAR, page_no INTEGER, n_rows INTEGER, n_cols INTEGER, header_rows INTEGER,
    kind VARCHAR
);
COMMENT ON TABLE tables IS 'one table / một bảng';
COMMENT ON COLUMN tables.table_id IS 'id: hash of the source, the kind and the span / mã: băm từ tệp, loại và vị trí';
COMMENT ON COLUMN tables.source_id IS 'the file it stands in / tệp chứa nó';
COMMENT ON COLUMN tables.doc_id IS 'the document it stands in / văn bản chứa nó';
COMMENT ON COLUMN tables.section_id IS 'the innermost section it stands in / mục nhỏ nhất chứa nó';
COMMENT ON COLUMN tables.span_start IS 'first code point of the table in sources.text / vị trí ký tự đầu của bảng trong sources.text';
COMMENT ON COLUMN tables.span_end IS 'code point after the table / vị trí ngay sau bảng';
COMMENT ON COLUMN tables.caption IS 'its caption / tên bảng';
COMMENT ON COLUMN tables.page_no IS 'the page it begins on / trang bắt đầu';
COMMENT ON COLUMN tables.n_rows IS 'number of rows / số hàng';
COMMENT ON COLUMN tables.n_cols IS 'number of columns / số cột';
COMMENT ON COLUMN tables.header_rows IS 'number of header rows / số hàng tiêu đề';
COMMENT ON COLUMN tables.kind IS 'what it holds: data, assignment, criteria, procedure, persons, list / nội dung: số liệu, phân công, tiêu chí, thủ tục, danh sách người, danh mục';

CREATE TABLE cells (
    cell_id VARCHAR NOT NULL, table_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, row_no INTEGER, col_no INTEGER,
    row_span INTEGER, col_span INTEGER, is_header BOOLEAN, span_start INTEGER, span_end INTEGER, text VARCHAR
);
COMMENT ON TABLE cells IS 'one cell of a table / một ô của bảng';
COMMENT ON COLUMN cells.cell_id IS 'id: hash of the table, the row and the column / mã: băm từ bảng, hàng và cột';
COMMENT ON COLUMN cells.table_id IS 'the table it is part of / bảng chứa nó';
COMMENT ON COLUMN cells.source_id IS 'the file it stands in / tệp chứa nó';
COMMENT ON COLUMN cells.row_no IS 'its upper row, from 0 / hàng trên cùng, từ 0';
COMMENT ON COLUMN cells.col_no IS 'its left column, from 0 / cột trái nhất, từ 0';
COMMENT ON COLUMN cells.row_span IS 'how many rows it covers / số hàng chiếm';
COMMENT ON COLUMN cells.col_span IS 'how many columns it covers / số cột chiếm';
COMMENT ON COLUMN cells.is_header IS 'whether it is part of the header / có thuộc tiêu đề hay không';
COMMENT ON COLUMN cells.span_start IS 'first code point of its text in sources.text / vị trí ký tự đầu trong sources.text';
COMMENT ON COLUMN cells.span_end IS 'code point after its text / vị trí ngay sau chữ trong ô';
COMMENT ON COLUMN cells.text IS 'its text, white space made single / chữ trong ô, đã gộp khoảng trắng';

CREATE TABLE table_facts (
    fact_id VARCHAR NOT NULL, table_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, doc_id VARCHAR,
    section_id VARCHAR, span_start INTEGER, span_end INTEGER, quote VARCHAR, row_no INTEGER, col_no INTEGER,
    row_label VARCHAR, column_path VARCHAR, place VARCHAR, place_code VARCHAR, indicator VARCHAR, year INTEGER,
    value DOUBLE, value_max DOUBLE, comparator VARCHAR, unit VARCHAR, basis VARCHAR, direction VARCHAR, kind VARCHAR,
    inferred VARCHAR[]
);
COMMENT ON TABLE table_facts IS 'one number of a table, in long form / một số liệu của bảng, dạng dài';
COMMENT ON COLUMN table_facts.fact_id IS 'id: hash of the source, the kind and the span / mã: băm từ tệp, loại và vị trí';
COMMENT ON COLUMN table_facts.table_id IS 'the table it stands in / bảng chứa nó';
COMMENT ON COLUMN table_facts.source_id IS 'the file it stands in / tệp chứa nó';
COMMENT ON COLUMN table_facts.doc_id IS 'the document it stands in / văn bản chứa nó';
COMMENT ON COLUMN table_facts.section_id IS 'the innermost section the table stands in / mục nhỏ nhất chứa bảng';
COMMENT ON COLUMN table_facts.span_start IS 'first code point of the quote in sources.text / vị trí ký tự đầu của trích dẫn trong sources.text';
COMMENT ON COLUMN table_facts.span_end IS 'code point after the quote / vị trí ngay sau trích dẫn';
COMMENT ON COLUMN table_facts.quote IS 'the words as printed: sources.text[span_start:span_end] / nguyên văn: sources.text[span_start:span_end]';
COMMENT ON COLUMN table_facts.row_no IS 'row of its cell, from 0 / hàng của ô, từ 0';
COMMENT ON COLUMN table_facts.col_no IS 'column of its cell, from 0 / cột của ô, từ 0';
COMMENT ON COLUMN table_facts.row_label IS 'label of its row / nhãn hàng';
COMMENT ON COLUMN table_facts.column_path IS 'headers above it, from the top: Hộ nghèo 2022 / Số hộ / các tiêu đề phía trên, từ trên xuống: Hộ nghèo 2022 / Số hộ';
COMMENT ON COLUMN table_facts.place IS 'where it holds / địa bàn';
COMMENT ON COLUMN table_facts.place_code IS 'official code of the place / mã địa bàn';
COMMENT ON COLUMN table_facts.indicator IS 'id of what is measured (table indicators) / mã chỉ tiêu (bảng indicators)';
COMMENT ON COLUMN table_facts.year IS 'the year it is for / năm';
COMMENT ON COLUMN table_facts.value IS 'the number, the lower end of a range / giá trị, hoặc cận dưới của khoảng';
COMMENT ON COLUMN table_facts.value_max IS 'upper end of a range, NULL for one value / cận trên của khoảng, NULL nếu chỉ có một giá trị';
COMMENT ON COLUMN table_facts.comparator IS 'how the number bounds: eq, ge, gt, le, lt, approx, range / cách giới hạn: bằng, từ … trở lên, trên, tối đa, dưới, khoảng, trong khoảng';
COMMENT ON COLUMN table_facts.unit IS 'unit from the header or the unit column / đơn vị lấy từ tiêu đề hoặc cột đơn vị';
COMMENT ON COLUMN table_facts.basis IS 'level (to so much) or change (by so much) / level: đạt mức; change: tăng, giảm một mức';
COMMENT ON COLUMN table_facts.direction IS 'up or down, of a change / tăng (up) hay giảm (down), nếu là mức thay đổi';
COMMENT ON COLUMN table_facts.kind IS 'target (aimed at) or actual (observed) / target: mục tiêu; actual: thực tế';
COMMENT ON COLUMN table_facts.inferred IS 'names of the columns that were inferred from elsewhere, not stated / tên các cột suy ra từ chỗ khác, không ghi tại chỗ';

-- What was noticed, and what the rules know

CREATE TABLE findings (
    finding_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, doc_id VARCHAR, kind VARCHAR, severity VARCHAR,
    span_start INTEGER, span_end INTEGER, quote VARCHAR, expected VARCHAR, found VARCHAR, message VARCHAR,
    message_vi VARCHAR
);
COMMENT ON TABLE findings IS 'something an auditor should look at / điều mà người kiểm tra nên xem';
COMMENT ON COLUMN findings.finding_id IS 'id: hash of the document, the kind and the span / mã: băm từ văn bản, loại và vị trí';
COMMENT ON COLUMN findings.source_id IS 'the file it stands in / tệp chứa nó';
COMMENT ON COLUMN findings.doc_id IS 'the document it stands in / văn bản chứa nó';
COMMENT ON COLUMN findings.kind IS 'what was noticed: missing_number, missing_issue_day, missing_signer, ... / loại: thiếu số, thiếu ngày ban hành, thiếu người ký, ...';
COMMENT ON COLUMN findings.severity IS 'error, warning or note / mức độ: lỗi, cảnh báo, lưu ý';
COMMENT ON COLUMN findings.span_start IS 'first code point in sources.text; NULL for something that is missing / vị trí ký tự đầu trong sources.text; NULL nếu là điều còn thiếu';
COMMENT ON COLUMN findings.span_end IS 'code point after it / vị trí ngay sau';
COMMENT ON COLUMN findings.quote IS 'the words as printed / nguyên văn';
COMMENT ON COLUMN findings.expected IS 'what should stand there / giá trị đúng ra phải có';
COMMENT ON COLUMN findings.found IS 'what stands there / giá trị đang có';
COMMENT ON COLUMN findings.message IS 'what it is about, for a reader, in English / lời giải thích bằng tiếng Anh';
COMMENT ON COLUMN findings.message_vi IS 'the same in Vietnamese / lời giải thích bằng tiếng Việt';

CREATE TABLE confirmations (
    confirmation_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, doc_id VARCHAR, table_id VARCHAR, kind VARCHAR,
    span_start INTEGER, span_end INTEGER, quote VARCHAR, arithmetic VARCHAR
);
COMMENT ON TABLE confirmations IS 'one figure that was reckoned from others and holds / một con số tính lại từ các số khác và đúng';
COMMENT ON COLUMN confirmations.confirmation_id IS 'id: hash of the source, the kind and the span / mã: băm từ tệp, loại và vị trí';
COMMENT ON COLUMN confirmations.source_id IS 'the file it stands in / tệp chứa nó';
COMMENT ON COLUMN confirmations.doc_id IS 'the document it stands in / văn bản chứa nó';
COMMENT ON COLUMN confirmations.table_id IS 'the table it stands in; NULL for running text / bảng chứa nó; NULL nếu ở phần lời';
COMMENT ON COLUMN confirmations.kind IS 'what was checked: the kind that a finding would have / nội dung kiểm tra, theo loại của findings';
COMMENT ON COLUMN confirmations.span_start IS 'first code point in sources.text / vị trí ký tự đầu trong sources.text';
COMMENT ON COLUMN confirmations.span_end IS 'code point after it / vị trí ngay sau';
COMMENT ON COLUMN confirmations.quote IS 'the words as printed / nguyên văn';
COMMENT ON COLUMN confirmations.arithmetic IS 'how it was reckoned: 3 + 4,5 = 7,5 / phép tính: 3 + 4,5 = 7,5';

CREATE TABLE indicators (
    indicator VARCHAR NOT NULL, name_vi VARCHAR, name_en VARCHAR, dimension VARCHAR, unit VARCHAR, better VARCHAR
);
COMMENT ON TABLE indicators IS 'one indicator that the rules know / một chỉ tiêu có trong quy tắc';
COMMENT ON COLUMN indicators.indicator IS 'its id: poverty_rate / mã chỉ tiêu: poverty_rate';
COMMENT ON COLUMN indicators.name_vi IS 'its name in Vietnamese / tên tiếng Việt';
COMMENT ON COLUMN indicators.name_en IS 'its name in English / tên tiếng Anh';
COMMENT ON COLUMN indicators.dimension IS 'dimension of poverty, or field / chiều thiếu hụt, hoặc lĩnh vực';
COMMENT ON COLUMN indicators.unit IS 'its usual unit / đơn vị thường dùng';
COMMENT ON COLUMN indicators.better IS 'up where more is better, down where less is / up: càng cao càng tốt; down: càng thấp càng tốt';

CREATE TABLE places (
    name VARCHAR, kind VARCHAR, level VARCHAR, code VARCHAR, parent_code VARCHAR, valid_from DATE, valid_to DATE,
    also VARCHAR[], successor_codes VARCHAR[]
);
COMMENT ON TABLE places IS 'one administrative unit, as valid in a time / một đơn vị hành chính, trong thời gian có hiệu lực';
COMMENT ON COLUMN places.name IS 'its name, without its kind / tên, không kèm loại';
COMMENT ON COLUMN places.kind IS 'kind of unit: tỉnh, thành phố, huyện, quận, thị xã, xã, phường, thị trấn, đặc khu / loại đơn vị: tỉnh, thành phố, huyện, quận, thị xã, xã, phường, thị trấn, đặc khu';
COMMENT ON COLUMN places.level IS 'province, district or commune / cấp: tỉnh, huyện, xã';
COMMENT ON COLUMN places.code IS 'official code / mã đơn vị hành chính';
COMMENT ON COLUMN places.parent_code IS 'code of the unit it is part of / mã đơn vị cấp trên';
COMMENT ON COLUMN places.valid_from IS 'first day it existed; NULL where unknown or before the list begins / ngày bắt đầu; NULL nếu không rõ hoặc trước khi có danh mục';
COMMENT ON COLUMN places.valid_to IS 'last day it existed; NULL while it exists / ngày kết thúc; NULL nếu còn tồn tại';
COMMENT ON COLUMN places.also IS 'other spellings / cách viết khác';
COMMENT ON COLUMN places.successor_codes IS 'codes of the units that took its place / mã các đơn vị thay thế';

CREATE TABLE national_targets (
    national_target_id VARCHAR NOT NULL, act VARCHAR, issued_on DATE, issuer VARCHAR, programme VARCHAR,
    indicator VARCHAR, label VARCHAR, population VARCHAR, region VARCHAR, period_start INTEGER, year INTEGER,
    value_min DOUBLE, value_max DOUBLE, unit VARCHAR, comparator VARCHAR, basis VARCHAR, direction VARCHAR, per VARCHAR,
    baseline_year INTEGER, pinpoint VARCHAR, checked BOOLEAN, scope VARCHAR, source VARCHAR
);
COMMENT ON TABLE national_targets IS 'one figure that an act of the State sets for a national programme (rules/national_targets.csv) / một chỉ tiêu của chương trình quốc gia';
COMMENT ON COLUMN national_targets.national_target_id IS 'id: hash of the act and the row / mã: băm từ văn bản và hàng';
COMMENT ON COLUMN national_targets.act IS 'number of the act / số, ký hiệu văn bản';
COMMENT ON COLUMN national_targets.issued_on IS 'its date / ngày ban hành';
COMMENT ON COLUMN national_targets.issuer IS 'who issued it / cơ quan ban hành';
COMMENT ON COLUMN national_targets.programme IS 'the programme / chương trình';
COMMENT ON COLUMN national_targets.indicator IS 'id of what is measured (table indicators); NULL where none fits / mã chỉ tiêu (bảng indicators); NULL nếu không có mã phù hợp';
COMMENT ON COLUMN national_targets.label IS 'what is measured, in our words / nội dung chỉ tiêu, diễn đạt lại';
COMMENT ON COLUMN national_targets.population IS 'whom it is about / đối tượng';
COMMENT ON COLUMN national_targets.region IS 'where it holds; NULL: in all of the country / địa bàn; NULL: cả nước';
COMMENT ON COLUMN national_targets.period_start IS 'first year of its period / năm đầu của giai đoạn';
COMMENT ON COLUMN national_targets.year IS 'year by which it is to be reached / năm phải đạt';
COMMENT ON COLUMN national_targets.value_min IS 'the value, or the lower one of two / giá trị, hoặc giá trị thấp hơn';
COMMENT ON COLUMN national_targets.value_max IS 'the value, or the higher one of two / giá trị, hoặc giá trị cao hơn';
COMMENT ON COLUMN national_targets.unit IS 'what is counted / đơn vị tính';
COMMENT ON COLUMN national_targets.comparator IS 'eq, ge, gt, le, lt, approx, range: as in targets / như trong bảng targets';
COMMENT ON COLUMN national_targets.basis IS 'level or change / đạt mức (level) hay thay đổi một mức (change)';
COMMENT ON COLUMN national_targets.direction IS 'up or down, of a change / tăng (up) hay giảm (down)';
COMMENT ON COLUMN national_targets.per IS 'year for a yearly figure / year nếu là mức mỗi năm';
COMMENT ON COLUMN national_targets.baseline_year IS 'of a multiple: the year that it is a multiple of / năm gốc, nếu tính bằng lần';
COMMENT ON COLUMN national_targets.pinpoint IS 'the place in the act / điều, khoản, mục';
COMMENT ON COLUMN national_targets.checked IS 'whether the figure was read in a source; one that was not is never judged by / đã đối chiếu nguồn hay chưa; chưa đối chiếu thì không dùng để đánh giá';
COMMENT ON COLUMN national_targets.scope IS 'whole: a rate of all the country, beside which a unit can hold its own; part: it holds for some of it / whole: tỷ lệ chung cả nước; part: chỉ một bộ phận';
COMMENT ON COLUMN national_targets.source IS 'where the figure was read / nguồn đối chiếu';
