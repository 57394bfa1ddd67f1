// SPDX-License-Identifier: BSL-1.0
#include "../support/values.hpp"

#include <doctest/doctest.h>
#include <cfdns/testing/fake_cloudflare.hpp>

namespace {

namespace mine {

struct upload {
    cfdns::required<std::string> zone_id;
    cfdns::required<cfdns::form_file> file;
    std::optional<bool> proxied{};
    std::optional<std::string> note{};
    std::optional<double> weight{};
    std::optional<std::uint16_t> port{};
    std::optional<cfdns::form_file> second{};
    std::optional<bool> dry_run{};
    cfdns::extra_members extra{};
    using response_type = std::string;
    static constexpr auto route = cfdns::post_form("/zones/{zone_id}/upload");
    static constexpr std::string_view in_query[] = {"dry_run"};
    static constexpr cfdns::bound bounds[] = {{"port", 1}};
    CFDNS_FIELDS(zone_id, file, proxied, note, weight, port, second, dry_run, extra)
};

struct sealed {
    std::optional<cfdns::secret_string> key{};
    std::optional<std::string> label{};
    cfdns::extra_members extra{};
    using response_type = std::string;
    static constexpr auto route = cfdns::post_form("/sealed");
    CFDNS_FIELDS(key, label, extra)
};

}  // namespace mine

std::string const delimiter = "--cfdns-form-0000000000";

std::string part(std::string const& header, std::string const& content) {
    return delimiter + "\r\nContent-Disposition: form-data; " + header + "\r\n\r\n" + content + "\r\n";
}

cfdns::http_request form_request(std::string const& body,
                                 std::string const& type = "multipart/form-data; boundary=B") {
    return {cfdns::http_method::post, "/client/v4/zones/z/upload", {{"Content-Type", type}}, body};
}

auto read_upload(cfdns::http_request const& request) {
    return cfdns::testing::read_request<mine::upload>(request).value();
}

}  // namespace

TEST_CASE("a form has one part per member, in order") {
    mine::upload op{.zone_id = "z", .file = cfdns::form_file{.content = std::string{"\0\r\n\xff", 4}}};
    std::string const file =
        part("name=\"file\"; filename=\"file\"\r\nContent-Type: application/octet-stream",
             std::string{"\0\r\n\xff", 4});
    auto const plain = cfdns::make_request(op).value();
    CHECK(plain.method == cfdns::http_method::post);
    CHECK(plain.target == "/client/v4/zones/z/upload");
    CHECK(plain.body == file + delimiter + "--\r\n");
    CHECK(cfdns::find_header(plain.headers, "Content-Type") ==
          "multipart/form-data; boundary=cfdns-form-0000000000");
    CHECK(plain.headers.size() == 3);

    op.proxied = false;
    op.note = "\xc3\xa9 \"x\"\r\ny";
    op.weight = 0.5;
    op.port = 53;
    op.second = cfdns::form_file{"zone.txt", "", ""};
    op.dry_run = true;
    op.extra.set_text("te\"xt", "a\n");
    op.extra.set("number", " 1.50 ");
    op.extra.set("dry_run", "null");  // a part, so not the same member
    auto const full = cfdns::make_request(op).value();
    CHECK(full.target == "/client/v4/zones/z/upload?dry_run=true");
    CHECK(full.body == file + part("name=\"proxied\"", "false") +
                           part("name=\"note\"", "\xc3\xa9 \"x\"\r\ny") + part("name=\"weight\"", "0.5") +
                           part("name=\"port\"", "53") + part("name=\"second\"; filename=\"zone.txt\"", "") +
                           part("name=\"te%22xt\"", "a\n") + part("name=\"number\"", "1.50") +
                           part("name=\"dry_run\"", "null") + delimiter + "--\r\n");
    CHECK(cfdns::make_request(mine::sealed{}).value().body == delimiter + "--\r\n");
}

TEST_CASE("quotation marks and line breaks in names are percent-encoded") {
    mine::upload op{.zone_id = "z", .file = cfdns::form_file{"a\"b\r\nc\\d%22;\xc3\xa9", "text/plain", "x"}};
    CHECK(cfdns::make_request(op).value().body ==
          part("name=\"file\"; filename=\"a%22b%0D%0Ac\\d%22;\xc3\xa9\"\r\nContent-Type: text/plain", "x") +
              delimiter + "--\r\n");
}

TEST_CASE("what a form cannot carry is rejected by name") {
    using mine::upload;
    struct {
        void (*change)(upload& op);
        char const* parameter;
    } const table[] = {
        {[](upload& op) { op.file.get().name = ""; }, "file/name"},
        {[](upload& op) { op.file.get().name = "\xff"; }, "file/name"},
        {[](upload& op) {
             op.file.get().name = std::string{"\0", 1};
         },
         "file/name"},
        {[](upload& op) { op.file.get().name = "\x7f"; }, "file/name"},
        {[](upload& op) { op.file.get().content_type = "text/plain\r\nX: y"; }, "file/content_type"},
        {[](upload& op) {
             op.second = cfdns::form_file{"", "", ""};
         },
         "second/name"},
        {[](upload& op) { op.note = "\xff"; }, "note"},
        {[](upload& op) { op.weight = std::numeric_limits<double>::infinity(); }, "weight"},
        {[](upload& op) { op.port = std::uint16_t{0}; }, "port"},
        {[](upload& op) { op.extra.set("note", "1"); }, "extra/note"},
        {[](upload& op) { op.extra.set("x", "{}"); }, "extra/x"},
        {[](upload& op) { op.extra.set("x", "[1]"); }, "extra/x"},
        {[](upload& op) { op.extra.set("x", "nope"); }, "extra/x"},
        {[](upload& op) { op.extra.set("x", "\f1"); }, "extra/x"},
        {[](upload& op) { op.extra.set("\xff", "1"); }, "extra/\xff"},
        {[](upload& op) { op.extra.set("\x01", "1"); }, "extra/\x01"},
        {[](upload& op) { op.zone_id = ""; }, "zone_id"},
    };
    for (auto const& row : table) {
        CAPTURE(std::string{row.parameter});
        upload op{.zone_id = "z", .file = cfdns::form_file{.content = "x"}};
        REQUIRE(cfdns::make_request(op).has_value());
        row.change(op);
        auto const refused = cfdns::make_request(op);
        REQUIRE(refused.has_error());
        CHECK(refused.error().parameter() == row.parameter);
    }
}

TEST_CASE("the boundary is the first that occurs in no part") {
    struct {
        std::string content, digits;
    } const table[] = {
        {"", "0000000000"},
        {"cfdns-form-", "0000000000"},
        {"cfdns-form-000000000", "0000000000"},
        {"cfdns-form-0000000001", "0000000000"},
        {"cfdns-form-0000000000", "0000000001"},
        {"cfdns-form-00000000000", "0000000001"},
        {"\r\n--cfdns-form-0000000001--\r\n--cfdns-form-0000000000\r\n--cfdns-form-0000000001",
         "0000000002"},
        {"cfdns-form-cfdns-form-0000000000", "0000000001"},
        {"cfdns-form-..........", "0000000000"},
        {"cfdns-form-0000000001cfdns-form-0000000000", "0000000002"},
        {"cfdns-form-9999999999cfdns-form-0000000000", "0000000001"},
    };
    for (auto const& row : table) {
        CAPTURE(row.content);
        std::vector<mine::upload> ops(3, {.zone_id = "z", .file = cfdns::form_file{.content = "x"}});
        ops[0].file.get().content = row.content;
        ops[1].note = row.content;
        ops[2].extra.set_text("x", row.content);
        for (auto const& op : ops) {
            auto const request = cfdns::make_request(op).value();
            CHECK(cfdns::find_header(request.headers, "Content-Type") ==
                  "multipart/form-data; boundary=cfdns-form-" + row.digits);
            CHECK(request.body == cfdns::make_request(op).value().body);
            auto const back = read_upload(request);
            REQUIRE(back.has_value());
            CHECK(back->file.get() == op.file.get());
            CHECK(back->note == op.note);
            CHECK(back->extra == op.extra);
        }
    }
}

TEST_CASE("a form is read back into its operation") {
    mine::upload op{.zone_id = "z",
                    .file = cfdns::form_file{"a\"b\r\n\\", "text/plain; charset=utf-8", "\r\n--\r\n"},
                    .proxied = true,
                    .note = "",
                    .weight = -1e-9,
                    .port = 65535,
                    .second = cfdns::form_file{"s", "", ""},
                    .dry_run = false};
    op.extra.set_text("more", "\"text\"");
    auto const request = cfdns::make_request(op).value();
    auto const back = read_upload(request);
    REQUIRE(back.has_value());
    CHECK(back->file.get() == op.file.get());
    CHECK(back->second == op.second);
    CHECK(back->proxied == op.proxied);
    CHECK(back->note == op.note);
    CHECK(back->weight == op.weight);
    CHECK(back->port == op.port);
    CHECK(back->dry_run == op.dry_run);
    CHECK(back->extra == op.extra);
    CHECK(cfdns::make_request(*back).value().body == request.body);
}

TEST_CASE("forms of other clients are read, and malformed ones are not") {
    std::string const file = "--B\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx\r\n";
    struct {
        std::string body;
        char const* type = "multipart/form-data; boundary=B";
    } const good[] = {
        {file + "--B--"},
        {file + "--B--\r\nepilogue"},
        {"preamble\r\n" + file + "--B--\r\n"},
        {"--B \t\r\ncontent-disposition:form-data;name=file;filename=\"f\"\r\n"
         "Content-Transfer-Encoding: binary\r\nX-Other: y\r\n\r\nx\r\n--B--"},
        {file + "--B--", "Multipart/Form-Data; charset=utf-8; Boundary=\"B\""},
        {file + "--B\r\nContent-Disposition: form-data; name=\"unknown\"\r\n\r\n\r\n--B--"},
    };
    for (auto const& row : good) {
        CAPTURE(row.body);
        auto const read = read_upload(form_request(row.body, row.type));
        REQUIRE(read.has_value());
        CHECK(read->file.get().content == "x");
    }
    struct {
        std::string body;
        char const* parameter = "";
        char const* type = "multipart/form-data; boundary=B";
    } const bad[] = {
        {""},
        {"--B"},
        {file},
        {file + "--C--"},
        {file + "--B--", "", "application/json"},
        {file + "--B--", "", "multipart/form-data"},
        {file + "--B--", "", "multipart/form-data; boundary="},
        {file + "--B--", "", "multipart/form-data; boundary=\"B"},
        {file + "--B--", "", "multipart/form-data; boundary=B; boundary=B"},
        {file + "--B--", "", "multipart/mixed; boundary=B"},
        {"--B\r\n\r\nx\r\n--B--"},
        {"--B\r\nContent-Disposition: attachment; name=\"file\"\r\n\r\nx\r\n--B--"},
        {"--B\r\nContent-Disposition: form-data\r\n\r\nx\r\n--B--"},
        {"--B\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; name=\"file\""
         "\r\n\r\nx\r\n--B--"},
        {"--B\r\nContent-Disposition: form-data; name=\"file\r\n\r\nx\r\n--B--"},
        {"--B\r\nContent-Disposition: form-data; name=\"file\"\r\nx\r\n--B--"},
        {"--B\r\nContent-Disposition: form-data; name=\"file\"; name=\"file\"\r\n\r\nx\r\n--B--"},
        {"--B\r\nContent-Disposition: form-data; name=\"file\"\r\nContent-Transfer-Encoding: base64\r\n\r\nx"
         "\r\n--B--"},
        {"--Bx\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx\r\n--B--"},
        {"--B--", "file"},
        {file + file + "--B--", "file"},
        {file + "--B\r\nContent-Disposition: form-data; name=\"port\"\r\n\r\n65536\r\n--B--", "port"},
        {file + "--B\r\nContent-Disposition: form-data; name=\"port\"\r\n\r\n0\r\n--B--", "port"},
        {file + "--B\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n\xff\r\n--B--", "note"},
        {file + "--B\r\nContent-Disposition: form-data; name=\"proxied\"\r\n\r\nyes\r\n--B--", "proxied"},
    };
    for (auto const& row : bad) {
        CAPTURE(row.body);
        CAPTURE(std::string{row.type});
        auto const read = read_upload(form_request(row.body, row.type));
        REQUIRE(read.has_error());
        CHECK(read.error().code() == cfdns::errc::invalid_parameter);
        CHECK(read.error().parameter() == row.parameter);
    }
}

TEST_CASE("the in-memory service refuses what is not a form, as the live one does") {
    cfdns::testing::fake_cloudflare service;
    service.on<mine::upload>([](mine::upload const& op) { return op.file.get().content; });
    auto const who = cfdns::api_token{cfdns::secret_string{"token"}};
    mine::upload const op{.zone_id = "z", .file = cfdns::form_file{.content = "zone"}};
    CHECK(cfdns::call(service, who, op).value() == "zone");

    auto request = cfdns::make_request(op).value();
    REQUIRE(cfdns::authorize(request, who).has_value());
    for (cfdns::http_header& header : request.headers)
        if (header.name == "Content-Type") header.value = "application/json";
    auto const refused = cfdns::parse_response<mine::upload>(service.handle(request));
    REQUIRE(refused.has_error());
    CHECK(refused.error().http_status() == 400);
    REQUIRE(refused.error().api_errors().size() == 1);
    CHECK(refused.error().api_errors()[0].code == 1004);
    CHECK(refused.error().api_errors()[0].message ==
          "Failed to parse form data. Make sure the Content-Type is multipart/form-data.");
}

TEST_CASE("a secret in a form is redacted in the log of the in-memory service") {
    CHECK(cfdns::detail::descriptor_of<mine::sealed>.carries_secret());
    CHECK_FALSE(cfdns::detail::descriptor_of<mine::upload>.carries_secret());
    cfdns::testing::fake_cloudflare service;
    service.on<mine::sealed>(
        [](mine::sealed const& op) { return op.key->expose() == "s3cret" ? "y" : "n"; });
    mine::sealed op{.key = cfdns::secret_string{"s3cret"}, .label = "shown"};
    op.extra.set_text("other", "s3cret");
    CHECK(cfdns::call(service, cfdns::api_token{cfdns::secret_string{"token"}}, op).value() == "y");
    REQUIRE(service.log.size() == 1);
    CHECK(service.log[0].body == part("name=\"key\"", "[redacted]") + part("name=\"label\"", "shown") +
                                     part("name=\"other\"", "[redacted]") + delimiter + "--\r\n");
}
