// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_FUZZ_BODIES_HPP
#define CFDNS_TESTS_FUZZ_BODIES_HPP

#include "requests.hpp"

#include <variant>

// Unions and forms: what is written has the expected bytes, and reads back as the same; any bytes that are
// read as a form can be written again.
namespace fuzz {

struct plain {
    cfdns::required<std::string> content;
    std::optional<std::uint16_t> priority{};
    static constexpr cfdns::alternative_tag alternative{"type", "plain"};
    CFDNS_FIELDS(content, priority)
};

struct nested {
    cfdns::required<std::uint16_t> priority;
    cfdns::required<std::string> target;
    std::optional<std::vector<std::string>> list{};
    cfdns::extra_members extra{};
    static constexpr cfdns::alternative_tag alternative{"type", "nested", "data"};
    static constexpr std::string_view outside[] = {"priority"};
    static constexpr cfdns::bound bounds[] = {{"priority", 10, 100, 1}};
    CFDNS_FIELDS(priority, target, list, extra)
};

struct unknown {
    cfdns::required<std::string> type;
    std::optional<std::string> content{};
    CFDNS_FIELDS(type, content)
};

using choice = std::variant<plain, nested, unknown>;

struct entry {
    std::optional<choice> what{};
    std::optional<std::string> name{};
    cfdns::extra_members extra{};
    CFDNS_FIELDS(what, name, extra)
};

struct sent {
    cfdns::required<choice> what;
    std::optional<std::vector<entry>> list{};
    std::optional<std::string> query{};
    cfdns::extra_members extra{};
    using response_type = cfdns::deleted;
    static constexpr auto route = cfdns::put("/x");
    static constexpr std::string_view in_query[] = {"query"};
    CFDNS_FIELDS(what, list, query, extra)
};

struct upload {
    std::optional<std::string> text{};
    cfdns::required<cfdns::form_file> file;
    std::optional<std::int64_t> number{};
    std::optional<cfdns::form_file> second{};
    cfdns::extra_members extra{};
    using response_type = cfdns::deleted;
    static constexpr auto route = cfdns::post_form("/x");
    CFDNS_FIELDS(text, file, number, second, extra)
};

inline choice make_choice(source& in) {
    switch (in.below(3)) {
        case 0: {
            plain out{.content = in.part()};
            if (in.one_in(2)) out.priority = static_cast<std::uint16_t>(in.get());
            return out;
        }
        case 1: {
            nested out{.priority = static_cast<std::uint16_t>(in.get()), .target = in.part()};
            if (in.one_in(2)) out.list = {in.part(), in.part()};
            std::string const name = in.part();
            if (!name.empty()) out.extra.set(name, in.part());
            return out;
        }
        default: {
            unknown out{.type = in.part()};
            if (in.one_in(2)) out.content = in.part();
            return out;
        }
    }
}

// The members that a union should have given, a second time.
inline void expect_choice(boost::json::object const& root, choice const& what, std::string const& shown) {
    if (auto const* a = std::get_if<plain>(&what)) {
        MUST(root.at("type") == "plain" && root.at("content") == boost::json::value(a->content.get()),
             shown);
        MUST(root.contains("priority") == a->priority.has_value() && !root.contains("data"), shown);
    } else if (auto const* b = std::get_if<nested>(&what)) {
        boost::json::object const& data = root.at("data").as_object();
        MUST(root.at("type") == "nested" && root.at("priority") == b->priority.get(), shown);
        MUST(data.at("target") == boost::json::value(b->target.get()) && !data.contains("type"), shown);
        MUST(data.size() == 1 + (b->list ? 1u : 0u) + b->extra.size(), shown);
        MUST(!root.contains("content") && !root.contains("target"), shown);
    } else {
        unknown const& c = std::get<unknown>(what);
        MUST(root.at("type") == boost::json::value(c.type.get()) && !root.contains("data"), shown);
        MUST(root.contains("content") == c.content.has_value(), shown);
    }
}

inline void check_unions(source& in) {
    sent op{.what = make_choice(in)};
    if (in.one_in(2)) op.query = in.part();
    if (in.one_in(2)) {
        op.list.emplace();
        for (unsigned i = in.below(3); i != 0; --i) {
            entry& one = op.list->emplace_back();
            if (in.one_in(2)) one.what = make_choice(in);
            if (in.one_in(2)) one.name = in.part();
            std::string const name = in.part();
            if (!name.empty()) one.extra.set(name, in.part());
        }
    }
    std::string const name = in.part();
    if (!name.empty()) op.extra.set(name, in.part());
    auto const request = cfdns::make_request(op);
    if (!request.has_value()) return check_refusal(request.error());
    std::string const& body = request.value().body;
    check_target(request.value().target, 3);

    boost::system::error_code code;
    boost::json::value const document = parse(body, code);
    MUST(!code.failed() && document.is_object(), body);
    boost::json::object const& root = document.get_object();
    expect_choice(root, op.what.get(), body);
    MUST(root.contains("list") == op.list.has_value() && !root.contains("what"), body);
    for (std::size_t i = 0; op.list && i != op.list->size(); ++i) {
        boost::json::object const& one = root.at("list").at(i).as_object();
        if ((*op.list)[i].what) expect_choice(one, *(*op.list)[i].what, body);
        if (!(*op.list)[i].what) MUST(!one.contains("type") && !one.contains("data"), body);
    }

    // A type that the open alternative shares with another one is read as the other one.
    auto const shadows = [](choice const& what) {
        auto const* c = std::get_if<unknown>(&what);
        return c && (c->type.get() == "plain" || c->type.get() == "nested");
    };
    bool shadowed = shadows(op.what.get());
    if (op.list)
        for (entry const& one : *op.list) shadowed = shadowed || (one.what && shadows(*one.what));
    auto const back = cfdns::testing::read_request<sent>(request.value());
    MUST(back.has_value() && (shadowed || back->has_value()), body);
    if (!back->has_value() || shadowed) return;
    auto const again = cfdns::make_request(back->value());
    MUST(again.has_value() && again.value().target == request.value().target, body);
    // White space in extra members is not kept.
    boost::json::value const reread = parse(again.value().body, code);
    MUST(!code.failed() && reread == document, body + "\n" + again.value().body);
}

inline std::string form_name(std::string_view name) {
    std::string out;
    for (char const c : name)
        out += c == '\r' ? "%0D" : c == '\n' ? "%0A" : c == '"' ? "%22" : std::string{c};
    return out;
}

// Content that is likely to have boundaries in it.
inline std::string hostile_content(source& in) {
    std::string out = in.part();
    for (unsigned i = in.below(4); i != 0; --i)
        out += (in.one_in(2) ? "\r\n--cfdns-form-000000000" : "cfdns-form-000000000") +
               std::to_string(in.below(4)) + in.part();
    return out;
}

inline void check_written_form(source& in) {
    upload op{.file = cfdns::form_file{in.part(), in.part(), hostile_content(in)}};
    if (in.one_in(2)) op.text = hostile_content(in);
    if (in.one_in(2)) op.number = static_cast<std::int64_t>(in.get()) - 128;
    if (in.one_in(2)) op.second = cfdns::form_file{in.part(), in.part(), std::string{in.rest()}};
    std::string const name = in.part();
    if (!name.empty()) op.extra.set_text(name, in.part());
    auto const request = cfdns::make_request(op);
    if (!request.has_value()) return check_refusal(request.error());
    std::string const& body = request.value().body;
    check_headers(request.value(), 3);

    std::string const type{*cfdns::find_header(request.value().headers, "Content-Type")};
    std::string const boundary = type.substr(type.rfind('=') + 1);
    std::string expected;
    auto const add = [&](std::string const& header, std::string const& content) {
        MUST(content.find(boundary) == std::string::npos, body);
        expected += "--" + boundary + "\r\nContent-Disposition: form-data; " + header + "\r\n\r\n" +
                    content + "\r\n";
    };
    auto const add_file = [&](std::string const& field, cfdns::form_file const& file) {
        add("name=\"" + field + "\"; filename=\"" + form_name(file.name) + "\"" +
                (file.content_type.empty() ? "" : "\r\nContent-Type: " + file.content_type),
            file.content);
    };
    if (op.text) add("name=\"text\"", *op.text);
    add_file("file", op.file.get());
    if (op.number) add("name=\"number\"", std::to_string(*op.number));
    if (op.second) add_file("second", *op.second);
    if (!name.empty()) add("name=\"" + form_name(name) + "\"", text_of(op.extra[0].json));
    MUST(body == expected + "--" + boundary + "--\r\n", body);

    // A name that looks percent-encoded, or a media type in white space, is read as something else.
    for (std::string const& text : {name, op.file.get().name, op.second.value_or(cfdns::form_file{}).name})
        if (text.find('%') != std::string::npos) return;
    if (name == "text" || name == "number" || name == "second") return;
    auto const back = cfdns::testing::read_request<upload>(request.value());
    MUST(back && back->has_value(), body);
    upload const& same = back->value();
    MUST(same.text == op.text && same.number == op.number && same.extra == op.extra, body);
    MUST(same.file.get().name == op.file.get().name && same.file.get().content == op.file.get().content,
         body);
    MUST(same.second.has_value() == op.second.has_value(), body);
    if (op.second)
        MUST(same.second->name == op.second->name && same.second->content == op.second->content, body);
}

inline void check_read_form(source& in) {
    cfdns::http_request request{cfdns::http_method::post, "/client/v4/x", {}, {}};
    request.headers = {{"Content-Type", "multipart/form-data; boundary=" + in.part()}};
    request.body = in.rest();
    auto const read = cfdns::testing::read_request<upload>(request);
    MUST(read.has_value(), request.body);
    if (read->has_value()) static_cast<void>(cfdns::make_request(read->value()));
}

inline void check_read_union(source& in) {
    cfdns::http_request const request{cfdns::http_method::put, "/client/v4/x", {}, std::string{in.rest()}};
    auto const read = cfdns::testing::read_request<sent>(request);
    MUST(read.has_value(), request.body);
    if (!read->has_value()) return;
    auto const again = cfdns::make_request(read->value());
    if (!again.has_value()) return check_refusal(again.error());
    auto const back = cfdns::testing::read_request<sent>(again.value());
    MUST(back && back->has_value(), request.body + "\n" + again.value().body);
    MUST(cfdns::make_request(back->value()).value().body == again.value().body, request.body);
}

inline void run_bodies(std::string_view input) {
    source in{input};
    switch (in.below(4)) {
        case 0: return check_unions(in);
        case 1: return check_written_form(in);
        case 2: return check_read_form(in);
        default: return check_read_union(in);
    }
}

inline std::vector<std::string> body_seeds() {
    std::vector<std::string> out;
    std::string const zero{'\0'};
    for (std::string const text : {"a", "\xc3\xa9", "\xff", "plain", "\"\\\r\n", "\r\n--B--"}) {
        for (char kind : {'\0', '\1', '\2'})
            out.push_back(zero + kind + text + "\x01\x02" + text + "\x01" + text +
                          "\x01x\x01{\"a\": [1]}\x01" + "\x02" + kind + text + "\x01" + text + "\x01" +
                          text);
        out.push_back("\x05" + text + "\x01text/plain\x01" + text + "\x01\x03\x02\x03" + text + "\x01\x02" +
                      text + "\x01" + text + "\x01" + text + "\x01" + text);
        out.push_back(
            "\x06"
            "B\x01--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" +
            text + "\"\r\nContent-Type: text/plain\r\n\r\n" + text +
            "\r\n--B\r\nContent-Disposition: form-data; name=\"number\"\r\n\r\n5\r\n--B--\r\n");
    }
    for (char const* json : {R"({"type":"plain","content":"c","priority":5})",
                             R"({"priority":50,"data":{"target":"t","list":[],"x":1},"type":"nested"})",
                             R"({"list":[{"type":"x"},{"name":"n"},{}],"type":"y","content":"c"})"})
        out.push_back(std::string{"\x07"} + json);
    return out;
}

inline constexpr target bodies_target{"bodies", &run_bodies, &body_seeds};

}  // namespace fuzz

#endif
