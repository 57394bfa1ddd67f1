// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_TESTS_PROGRAMS_PROGRAM_HPP
#define CFDNS_TESTS_PROGRAMS_PROGRAM_HPP

#include <cfdns/testing/fake_cloudflare.hpp>

#include "../../examples/support/http_host.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

extern char** environ;

namespace cfdns_test {

inline std::string read_file(std::filesystem::path const& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// What a program did.
struct outcome {
    int status{};       ///< Exit status; -1 if a signal ended it.
    std::string out{};  ///< Standard output.
    std::string err{};  ///< Standard error.
};

/// Runs an example as a user would, with an in-memory Cloudflare on 127.0.0.1. The service belongs to the
/// test while no program runs.
class program_test {
public:
    program_test() {
        std::string pattern = (std::filesystem::temp_directory_path() / "cfdns_programs_XXXXXX").string();
        if (!mkdtemp(pattern.data())) throw std::runtime_error{"no temporary folder"};
        folder = pattern;
        service.token = cfdns::secret_string{"good-token"};
    }
    program_test(program_test const&) = delete;
    program_test& operator=(program_test const&) = delete;
    ~program_test() {
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
    }

    cfdns::testing::fake_cloudflare service{};
    /// Called before the service handles a request.
    std::function<void(cfdns::http_request const&)> before{};
    /// Hosts the service.
    support::http_host server{[this](cfdns::http_request const& request) {
        if (before) before(request);
        return service.handle(request);
    }};
    /// An empty folder, which is removed in the end.
    std::filesystem::path folder{};
    /// Environment variables of the program, besides those of the test without any settings.
    std::map<std::string, std::string> variables{{"CLOUDFLARE_API_TOKEN", "good-token"},
                                                 {"CLOUDFLARE_BASE_URL", base_url()}};

    /// The program that runs; 0 if none.
    mutable std::atomic<pid_t> process{};

    /// Runs `example_NAME`, and waits until it ends.
    outcome run(std::string const& name, std::vector<std::string> const& arguments) const {
        std::vector<std::string> words{CFDNS_PROGRAMS_DIR "/example_" + name};
        words.insert(words.end(), arguments.begin(), arguments.end());
        std::vector<std::string> settings;
        for (char** one = environ; *one; ++one) {
            std::string_view const text{*one};
            if (!text.starts_with("CLOUDFLARE_") && !text.starts_with("CERTBOT_") &&
                !text.starts_with("LIVE_CHECK_"))
                settings.emplace_back(text);
        }
        for (auto const& [variable, value] : variables) settings.push_back(variable + "=" + value);
        auto const out = folder / "stdout", err = folder / "stderr";
        posix_spawn_file_actions_t files;
        posix_spawn_file_actions_init(&files);
        int const create = O_WRONLY | O_CREAT | O_TRUNC;
        posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&files, 1, out.c_str(), create, 0600);
        posix_spawn_file_actions_addopen(&files, 2, err.c_str(), create, 0600);
        pid_t child = 0;
        int const failed = posix_spawn(&child, words.front().c_str(), &files, nullptr,
                                       pointers(words).data(), pointers(settings).data());
        posix_spawn_file_actions_destroy(&files);
        if (failed != 0) throw std::runtime_error{"cannot run " + words.front()};
        process = child;
        int status = 0;
        waitpid(child, &status, 0);
        process = 0;
        outcome result{WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(out), read_file(err)};
        std::filesystem::remove(out);
        std::filesystem::remove(err);
        return result;
    }

    /// Whether `--help` prints the usage and what it means, and wrong arguments print the usage and mention
    /// `--help`.
    [[nodiscard]] bool has_help(std::string const& name) const {
        outcome const asked = run(name, {"--help"}), wrong = run(name, {});
        auto const usage = asked.out.substr(0, asked.out.find("\n\n"));
        return asked.status == 0 && asked.err.empty() && usage.starts_with("usage: " + name + " ") &&
               asked.out.find("\n\nExit status: ") != std::string::npos && wrong.out.empty() &&
               wrong.err == usage + "\n--help explains this\n";
    }

    /// Adds a zone to the service.
    void add_zone(std::string const& id, std::string const& name) {
        service.zones.all[id] = {.id = id, .name = name, .status = "active"};
        service.zones.all[id].created_on = service.make_timestamp();
    }

    /// Adds a record to a zone, as another program would.
    template <class Create>
    std::string add_record(Create const& op) {
        cfdns::api_token const token{cfdns::secret_string{"good-token"}};
        return cfdns::call(service, token, op).value().id;
    }

    /// The records of a zone.
    [[nodiscard]] std::vector<cfdns::records::record>& records(std::string const& zone_id) {
        return service.records.all[zone_id];
    }

    /// The number of requests with this method.
    [[nodiscard]] std::ptrdiff_t count(cfdns::http_method method) const {
        return std::count_if(service.log.begin(), service.log.end(),
                             [=](auto const& one) { return one.method == method; });
    }

private:
    static std::vector<char*> pointers(std::vector<std::string>& words) {
        std::vector<char*> out;
        for (std::string& word : words) out.push_back(word.data());
        out.push_back(nullptr);
        return out;
    }

    [[nodiscard]] std::string base_url() const {
        return "http://127.0.0.1:" + std::to_string(server.port()) + "/client/v4";
    }
};

}  // namespace cfdns_test

#endif
