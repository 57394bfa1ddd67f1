// SPDX-License-Identifier: BSL-1.0
#ifndef SUPPORT_DESIRED_FILE_HPP
#define SUPPORT_DESIRED_FILE_HPP

#include <cfdns/flows.hpp>

#include <boost/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Code shared by the examples that are command-line programs.
namespace support {

/// The content of a file: see examples/secondary_dns.cpp.
struct desired_file {
    cfdns::flows::desired want;                       ///< The desired state.
    cfdns::flows::rules rules{};                      ///< What may be done to reach it.
    cfdns::flows::cloudflare_addresses cloudflare{};  ///< Cloudflare's addresses.
};

/// Returns the content of a file. *Errors:* throws `std::runtime_error` if it cannot be read.
[[nodiscard]] inline std::string read_text(std::filesystem::path const& path) {
    std::ifstream file{path, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    if (!file) throw std::runtime_error{path.string() + ": cannot be read"};
    return text;
}

/// Reads the members of a JSON object. Errors name the JSON pointer of the member.
class object_reader {
public:
    object_reader(boost::json::value const& value, std::string pointer) : pointer_(std::move(pointer)) {
        if (!value.is_object()) fail("", "is not an object");
        object_ = &value.get_object();
    }

    [[noreturn]] void fail(std::string_view member, std::string_view why) const {
        std::string at = pointer_;
        if (!member.empty()) at += "/" + std::string{member};
        throw std::runtime_error{(at.empty() ? "the file" : at) + " " + std::string{why}};
    }
    /// The member, or null if it is absent or null.
    [[nodiscard]] boost::json::value const* find(std::string_view name) {
        known_.push_back(name);
        boost::json::value const* const found = object_->if_contains(name);
        return found != nullptr && !found->is_null() ? found : nullptr;
    }
    void read(std::string_view name, std::string& to) {
        auto const* const value = find(name);
        if (value == nullptr) return;
        if (!value->is_string()) fail(name, "is not a string");
        to.assign(value->get_string().begin(), value->get_string().end());
    }
    void read(std::string_view name, bool& to) {
        auto const* const value = find(name);
        if (value == nullptr) return;
        if (!value->is_bool()) fail(name, "is not true or false");
        to = value->get_bool();
    }
    void read(std::string_view name, std::uint32_t& to) {
        auto const* const value = find(name);
        if (value == nullptr) return;
        if (!value->is_int64() || value->get_int64() < 0 || value->get_int64() > 0xFFFFFFFF)
            fail(name, "is not an integer from 0 to 4294967295");
        to = static_cast<std::uint32_t>(value->get_int64());
    }
    [[nodiscard]] std::string required_text(std::string_view name) {
        std::string out;
        read(name, out);
        if (out.empty()) fail(name, "is missing");
        return out;
    }
    void read(std::string_view name, std::vector<std::string>& to) {
        for_each(name, [&](boost::json::value const& value, std::string const& at) {
            if (!value.is_string()) throw std::runtime_error{at + " is not a string"};
            to.emplace_back(value.get_string().begin(), value.get_string().end());
        });
    }
    /// Calls `use` with each element of a list and its JSON pointer.
    template <class Use>
    void for_each(std::string_view name, Use const& use) {
        auto const* const value = find(name);
        if (value == nullptr) return;
        if (!value->is_array()) fail(name, "is not a list");
        std::size_t index = 0;
        for (boost::json::value const& one : value->get_array())
            use(one, pointer_ + "/" + std::string{name} + "/" + std::to_string(index++));
    }
    /// Fails if there are members that were not asked for.
    void end() const {
        for (auto const& member : *object_)
            if (std::find(known_.begin(), known_.end(), member.key()) == known_.end())
                fail(member.key(), "is not known");
    }

private:
    boost::json::object const* object_{};
    std::string pointer_;
    std::vector<std::string_view> known_{};
};

/// Returns the secret of a TSIG: the member `secret`, the variable that `secret_env` names, or the file that
/// `secret_file` names, which is relative to `folder`.
[[nodiscard]] inline cfdns::secret_string read_secret(object_reader& from,
                                                      std::filesystem::path const& folder) {
    std::string text, variable, file;
    from.read("secret", text);
    from.read("secret_env", variable);
    from.read("secret_file", file);
    if (int{!text.empty()} + int{!variable.empty()} + int{!file.empty()} != 1)
        from.fail("", "needs exactly one of secret, secret_env and secret_file");
    if (!variable.empty()) {
        char const* const value = std::getenv(variable.c_str());
        if (value == nullptr) from.fail("secret_env", "names a variable that is not set");
        text = value;
    }
    if (!file.empty()) text = read_text(folder / file);
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    return cfdns::secret_string{text};
}

/// Reads a desired state. *Errors:* throws `std::runtime_error`, which names the file, and the JSON pointer
/// of an invalid value.
[[nodiscard]] inline desired_file read_desired_file(std::filesystem::path const& path) {
    namespace flows = cfdns::flows;
    using boost::json::value;
    std::string const text = read_text(path);
    try {
        boost::system::error_code code;
        value const document = boost::json::parse(text, code);
        if (code.failed()) throw std::runtime_error{"the file is not JSON: " + code.message()};
        object_reader root{document, ""};
        desired_file out{.want = {.account_id = root.required_text("account_id")}};
        flows::desired& want = out.want;
        root.for_each("tsigs", [&](value const& one, std::string const& at) {
            object_reader from{one, at};
            flows::tsig to{.name = from.required_text("name"),
                           .secret = read_secret(from, path.parent_path())};
            from.read("algo", to.algo);
            from.end();
            want.tsigs.push_back(std::move(to));
        });
        root.for_each("peers", [&](value const& one, std::string const& at) {
            object_reader from{one, at};
            flows::peer to{.name = from.required_text("name")};
            from.read("ip", to.ip);
            from.read("port", to.port);
            from.read("ixfr_enable", to.ixfr_enable);
            from.read("tsig", to.tsig);
            from.end();
            want.peers.push_back(std::move(to));
        });
        root.for_each("acls", [&](value const& one, std::string const& at) {
            object_reader from{one, at};
            want.acls.push_back(
                {.name = from.required_text("name"), .ip_range = from.required_text("ip_range")});
            from.end();
        });
        root.for_each("incoming", [&](value const& one, std::string const& at) {
            object_reader from{one, at};
            flows::incoming_zone to{.zone_id = from.required_text("zone_id"),
                                    .name = from.required_text("name"),
                                    .peers = std::vector<std::string>{}};
            from.read("peers", to.peers.get());
            auto seconds = static_cast<std::uint32_t>(to.auto_refresh_seconds.count());
            from.read("auto_refresh_seconds", seconds);
            to.auto_refresh_seconds = std::chrono::seconds{seconds};
            from.end();
            want.incoming.push_back(std::move(to));
        });
        root.for_each("outgoing", [&](value const& one, std::string const& at) {
            object_reader from{one, at};
            flows::outgoing_zone to{.zone_id = from.required_text("zone_id"),
                                    .name = from.required_text("name"),
                                    .peers = std::vector<std::string>{}};
            from.read("peers", to.peers.get());
            from.read("enabled", to.enabled);
            from.end();
            want.outgoing.push_back(std::move(to));
        });
        root.for_each("absent", [&](value const& one, std::string const& at) {
            object_reader from{one, at};
            std::string const kind = from.required_text("kind");
            flows::object_ref to{.name = from.required_text("name")};
            from.read("id", to.id);
            from.end();
            for (flows::object_kind const each :
                 {flows::object_kind::tsig, flows::object_kind::peer, flows::object_kind::acl,
                  flows::object_kind::incoming, flows::object_kind::outgoing})
                if (to_string(each) == kind) {
                    to.kind = each;
                    want.absent.push_back(std::move(to));
                    return;
                }
            from.fail("kind", "is not one of tsig, peer, acl, incoming and outgoing");
        });
        std::uint32_t removals = 0;
        root.read("max_removals", removals);
        out.rules.max_removals = removals;
        std::string adopt = "if_same";
        root.read("adopt", adopt);
        if (adopt == "never")
            out.rules.adopt = flows::adoption::never;
        else if (adopt == "take_over")
            out.rules.adopt = flows::adoption::take_over;
        else if (adopt != "if_same")
            root.fail("adopt", "is not one of never, if_same and take_over");
        if (auto const* const addresses = root.find("cloudflare_addresses")) {
            object_reader from{*addresses, "/cloudflare_addresses"};
            cfdns::flows::cloudflare_addresses to{.sources = {}, .notify_targets = {}};
            from.read("sources", to.sources);
            from.read("notify_targets", to.notify_targets);
            from.read("transfer_address", to.transfer_address);
            from.read("port", to.port);
            from.end();
            out.cloudflare = std::move(to);
        }
        root.end();
        auto const valid = flows::check(want);
        if (!valid) throw std::runtime_error{valid.error().message()};
        return out;
    } catch (std::runtime_error const& error) {
        throw std::runtime_error{path.string() + ": " + error.what()};
    }
}

}  // namespace support

#endif
