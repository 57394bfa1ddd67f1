// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_FLOWS_RECORD_WORLD_HPP
#define CFDNS_TESTS_FLOWS_RECORD_WORLD_HPP

#include "world.hpp"

// Random records and desired records, with all types in many spellings.
namespace cfdns_test {

namespace records = cfdns::records;

inline std::string const records_zone = "023e105f4ecef8ad9ca31a8372d0c353";

// A type, and for each of some values its spellings.
struct spelled_type {
    char const* type;
    std::vector<std::vector<std::string>> values;
};

inline std::vector<spelled_type> const& spelled_types() {
    static std::string const long_text(300, 'x');
    static std::vector<spelled_type> const all{
        {"A", {{"192.0.2.1"}, {"192.0.2.2"}, {"198.51.100.7", " 198.51.100.7"}}},
        {"AAAA",
         {{"2001:db8::1", "2001:DB8:0:0:0:0:0:1", "2001:0db8::0001"},
          {"::ffff:192.0.2.1", "::FFFF:c000:0201"}}},
        {"CAA",
         {{"0 issue \"ca.example.net\"", "0 ISSUE ca.example.net"}, {"128 iodef \"mailto:a@example.com\""}}},
        {"CERT", {{"1 2 13 TUlJQ0E=", "1 2 13 TUlJ Q0E="}}},
        {"CNAME",
         {{"target.example.net", "Target.Example.NET."},
          {"xn--bcher-kva.example",
           "b\xc3\xbc"
           "cher.example."}}},
        {"DNSKEY", {{"257 3 13 a2V5", "257 3 13 a2 V5"}}},
        {"DS", {{"12345 13 2 aabbcc", "12345 13 2 AABBCC", "12345 13 2 AABB CC"}, {"1 8 2 0123"}}},
        {"HTTPS",
         {{"1 . alpn=\"h3,h2\" port=\"8443\"", "1 . port=8443  alpn=h3,h2"},
          {"0 svc.example.net", "0 SVC.example.net."}}},
        {"LOC",
         {{"52 22 23 N 4 53 32 E -2m 0m 10000m 10m", "52 22 23.000 N 4 53 32.0 E -2.00m 0.00m 10000m 10m"}}},
        {"MX",
         {{"10 mail.example.com", "10 MAIL.example.com.", "10  mail.example.com"},
          {"20 mx.example.net"},
          {"20 mail.example.com"}}},
        {"NAPTR",
         {{"100 10 \"U\" \"E2U+sip\" \"!^.*$!sip:info@example.com!\" .",
           "100 10 U E2U+sip \"!^.*$!sip:info@example.com!\" ."}}},
        {"NS", {{"ns1.example.net", "NS1.example.net."}, {"ns2.example.net"}}},
        {"OPENPGPKEY", {{"mQENBFVx", "mQEN BFVx"}}},
        {"PTR", {{"host.example.com", "Host.Example.com."}}},
        {"SMIMEA", {{"3 1 1 aabb", "3 1 1 AABB"}}},
        {"SRV", {{"1 0 5060 sip.example.com", "1 0 5060 SIP.example.com."}, {"2 5 5061 sip2.example.com"}}},
        {"SSHFP", {{"4 2 aabbccdd", "4 2 AABBCCDD"}}},
        {"SVCB", {{"1 dns.example.com alpn=\"dot\"", "1 dns.example.com. alpn=dot"}}},
        {"TLSA", {{"3 1 1 0123abcd", "3 1 1 0123 ABCD"}, {"2 0 1 ff"}}},
        {"TXT",
         {{"\"v=spf1 -all\"", "v=spf1 -all", "\"v=spf1\" \" -all\""},
          {long_text, "\"" + long_text.substr(0, 255) + "\" \"" + long_text.substr(255) + "\"",
           "\"" + long_text.substr(0, 100) + "\" \"" + long_text.substr(100, 100) + "\" \"" +
               long_text.substr(200) + "\""},
          {"\"say \\\"hi\\\" \\\\o/\"", "\"say \\034hi\\034 \\092o/\""}}},
        {"URI", {{"10 5 \"https://example.com/a\""}, {"20 5 \"https://example.com/b\""}}},
    };
    return all;
}

inline spelled_type const& spelled(std::string_view type) {
    for (spelled_type const& one : spelled_types())
        if (one.type == type) return one;
    return spelled_types().front();
}

// The value of a record in one form for all spellings, without the planner.
inline std::string record_identity(records::record const& record) { return records::comparison_key(record); }

// A record that a value would make, to compare with those of the service.
inline records::record record_of(std::string const& name, std::string_view type, std::string_view text) {
    records::record out{.name = name, .type = std::string{type}};
    if (type == "MX" || type == "URI") {
        std::size_t const space = text.find(' ');
        out.priority = static_cast<std::uint16_t>(std::stoul(std::string{text.substr(0, space)}));
        if (type == "MX") text.remove_prefix(space + 1);
    }
    out.content = std::string{text};
    return out;
}

inline std::string tags_of(records::record const& record) {
    auto tags = record.tags.value_or(std::vector<std::string>{});
    std::sort(tags.begin(), tags.end());
    std::string out;
    for (std::string const& tag : tags) out += "," + tag;
    return out;
}

// All records, sorted, without identifiers and times.
inline std::string dump_records(fake_cloudflare const& service) {
    std::vector<std::string> lines;
    auto const at = service.records.all.find(records_zone);
    if (at != service.records.all.end())
        for (records::record const& one : at->second)
            lines.push_back(record_identity(one) + "|" +
                            std::to_string(one.ttl.value_or(records::automatic_ttl).count()) + "|" +
                            (one.proxied.value_or(false) ? "proxied" : "") + "|" + one.comment.value_or("") +
                            tags_of(one));
    std::sort(lines.begin(), lines.end());
    return joined(lines);
}

struct record_run {
    std::optional<cfdns::result<flows::record_report>> result{};  // empty if the run was cut
    std::size_t requests{};
    std::string log{};  // "look ", or the number of operations and the status: "3=200 "

    bool complete() const { return result && result->has_value() && (*result)->complete(); }
};

// The number of operations in a batch.
inline std::size_t count_operations(std::string_view body) {
    std::size_t count = 0;
    for (std::size_t i = 0; i != body.size(); ++i)
        if (body.substr(i).starts_with("{\"id\":") || body.substr(i).starts_with("{\"name\":")) ++count;
    return count;
}

// Turns a machine until it ends, or until it crashes after a request was sent or answered.
template <class Machine>
record_run run_records(world& in, Machine& work, cut where = cut::none, std::size_t after = 0) {
    record_run out;
    for (auto next = work.start(in.now); next;) {
        if (next->delay.count() > 0) in.sleep(next->delay);
        auto const received = in.send(*next->request);
        out.log += next->request->method == cfdns::http_method::get
                       ? "look "
                       : std::to_string(count_operations(next->request->body)) + "=" +
                             std::to_string(received ? received->status : 0) + " ";
        if (++out.requests > 2'000) return out;  // it does not end
        if (where == cut::sent && out.requests == after) return out;
        next = received ? work.resume(received.value(), 0.5, in.now)
                        : work.resume(received.error(), 0.5, in.now);
        if (where == cut::answered && out.requests == after) return out;
    }
    out.result = work.take();
    return out;
}

inline record_run run_ensure_records(world& in, flows::desired_records const& want,
                                     flows::record_rules const& rules, cut where = cut::none,
                                     std::size_t after = 0) {
    flows::ensure_records work{want, rules, program_token()};
    return run_records(in, work, where, after);
}

inline flows::observed_records look_at_records(world in) {
    in.service.chance = {};
    flows::observe_records work{records_zone, program_token()};
    for (auto next = work.start(in.now); next;)
        next = work.resume(in.service(*next->request).value(), 0.5, in.now);
    return work.take().value();
}

class record_generator : public random_source {
public:
    using random_source::random_source;

    flows::desired_records desired() {
        for (;;) {
            flows::desired_records out = any_desired();
            if (flows::check(out)) return out;
        }
    }

    // What the zone has before: often what is desired, in other spellings.
    fake_cloudflare service(flows::desired_records const& want) {
        fake_cloudflare out;
        out.records.quirks.duplicates_have_code_81057 = chance(50);
        if (want.apex_ns) out.settings.zones[records_zone].multi_provider = true;
        for (flows::record_set const& set : want.sets) {
            if (chance(30)) continue;
            for (std::string const& value : set.values.get())
                if (chance(70))
                    add(out, want.owner, set.name.get(), set.type.get(), respelled(set.type.get(), value));
        }
        for (std::size_t i = below(12); i != 0; --i) {
            spelled_type const& type = pick(spelled_types());
            add(out, want.owner, any_name(type.type), type.type, pick(pick(type.values)));
        }
        // The service accepts identical SRV records.
        for (int i = 0; i != 2; ++i)
            if (chance(20)) add(out, want.owner, "_sip._tcp", "SRV", spelled("SRV").values[0][0]);
        for (records::record& one : out.records.all[records_zone]) {
            if (chance(4)) one.meta->extra.set(chance(50) ? "read_only" : "email_routing", "true");
            if (chance(2)) one.extra.set("locked", "true");
            respell(one, true);
        }
        return out;
    }

    flows::record_rules rules(flows::desired_records const& want) {
        flows::record_rules out;
        std::size_t const unlisted = below(100);
        if (unlisted < 20) out.unlisted = flows::unlisted_records::remove_all;
        if (unlisted >= 20 && unlisted < 40 && !want.owner.empty())
            out.unlisted = flows::unlisted_records::remove_owned;
        if (chance(60)) out.adopt = flows::adoption::take_over;
        if (chance(10)) out.adopt = flows::adoption::never;
        out.max_removals = chance(90) ? 40 : 1;
        out.max_removed_percent = chance(50) ? 30 : 0;
        std::size_t const sizes[] = {1, 2, 3, 7, 200};
        out.max_batch = sizes[below(5)];
        out.keep_going = chance(30);
        return out;
    }

    // The same record as the service could also show it; `stored` if it should still accept changes of it.
    void respell(records::record& one, bool stored) {
        if (one.comment == "" && chance(50)) one.comment.reset();
        if (!one.comment && chance(30)) one.comment = "";
        if (one.tags) shuffle(*one.tags);
        if (one.proxied == false && chance(30)) one.proxied.reset();
        if (!one.data || one.data->extra.empty()) {
            std::string const prefix =
                one.type == "MX" ? std::to_string(one.priority.value_or(0)) + " " : "";
            std::string other = respelled(one.type, prefix + one.content.value_or(""));
            if (one.type == "MX") other.erase(0, other.find(' ') + 1);
            if (stored) other.erase(0, other.find_first_not_of(' '));
            one.content = other;
        } else if (!stored && chance(20)) {
            one.data.reset();  // only as text
        }
        if (!stored && chance(20))
            for (char& c : one.name)
                if (c >= 'a' && c <= 'z' && chance(30)) c = static_cast<char>(c - 'a' + 'A');
    }

    // Another spelling of a value.
    std::string respelled(std::string_view type, std::string const& value) {
        std::string const wanted = record_identity(record_of("x.example.com", type, value));
        for (auto const& spellings : spelled(type).values)
            if (record_identity(record_of("x.example.com", type, spellings.front())) == wanted)
                return pick(spellings);
        return value;
    }

private:
    std::string any_name(std::string_view type) {
        if (type == "DS" || (type == "NS" && chance(85))) return chance(50) ? "sub" : "sub2";
        static std::vector<std::string> const names{"@",
                                                    "www",
                                                    "WWW.example.com.",
                                                    "_sip._tcp",
                                                    "b\xc3\xbc"
                                                    "cher",
                                                    "*.wild",
                                                    "a.b",
                                                    "sub",
                                                    "mail",
                                                    "x1",
                                                    "x2"};
        return pick(names);
    }

    void add(fake_cloudflare& to, std::string const& owner, std::string const& name, std::string const& type,
             std::string const& text) {
        std::string full = name == "@" ? "example.com" : name;
        if (!full.ends_with('.') && !full.ends_with("example.com")) full += ".example.com";
        records::create op{.zone_id = records_zone,
                           .name = *cfdns::canonical_name(full),
                           .data = records::data_of(record_of("x.example.com", type, text))};
        if (auto* const plain = std::get_if<records::txt>(&op.data.get()))
            plain->content = records::txt_content(records::txt_octets(plain->content.get()));
        if (chance(50)) op.ttl = chance(50) ? 300s : 3600s;
        if (!owner.empty() && chance(60)) op.comment = chance(50) ? owner : owner + " made before";
        if (!op.comment && chance(30)) op.comment = chance(50) ? "by hand" : owner + "-other";
        bool const can_proxy = type == "A" || type == "AAAA" || type == "CNAME";
        if (can_proxy && chance(30)) op.proxied = true;
        if (chance(20)) op.tags = std::vector<std::string>{"Team:dns", "env:prod"};
        static_cast<void>(cfdns::call(to, program_token(), op));  // or refused
        to.log.clear();
    }

    flows::desired_records any_desired() {
        flows::desired_records out{.zone_id = records_zone,
                                   .zone_name = chance(50) ? "example.com" : "Example.COM."};
        if (chance(50)) out.owner = "cfdns:site";
        out.apex_ns = chance(20);
        for (std::size_t i = 1 + below(10); i != 0; --i) {
            spelled_type const& type = pick(spelled_types());
            flows::record_set set{
                .name = any_name(type.type), .type = type.type, .values = std::vector<std::string>{}};
            if (chance(20))
                for (char& c : set.type.get())
                    c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
            for (auto const& spellings : type.values)
                if (chance(60)) set.values.get().push_back(pick(spellings));
            if (set.values.get().size() > 1 && std::string_view{type.type} == "CNAME")
                set.values.get().pop_back();
            bool const can_proxy = type.type == std::string_view{"A"} ||
                                   type.type == std::string_view{"AAAA"} ||
                                   type.type == std::string_view{"CNAME"};
            if (chance(60)) set.ttl = chance(30) ? records::automatic_ttl : chance(50) ? 300s : 600s;
            if (can_proxy && chance(50)) set.proxied = chance(50);
            if (chance(30)) set.comment = chance(50) ? "" : "a comment";
            if (chance(30))
                set.tags = chance(30) ? std::vector<std::string>{}
                                      : std::vector<std::string>{"env:prod", "team:dns"};
            out.sets.push_back(std::move(set));
            if (std::string_view{type.type} == "DS" && chance(80))
                out.sets.push_back(
                    {.name = out.sets.back().name, .type = "NS", .values = {"ns1.example.net"}});
        }
        return out;
    }
};

}  // namespace cfdns_test

#endif
