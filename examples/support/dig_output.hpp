// SPDX-License-Identifier: BSL-1.0
#ifndef CFDNS_EXAMPLES_DIG_OUTPUT_HPP
#define CFDNS_EXAMPLES_DIG_OUTPUT_HPP

#include <cfdns/flows/facts.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

// The output of kdig (Knot DNS 3.2) and dig (BIND 9.18) as DNS observations. Each command precedes its
// output, on a line that begins with "$ " or "+ ", as `sh -x` writes it:
//
//     sh -x queries.sh >queries.txt 2>&1
namespace support {

inline std::vector<std::string_view> words_of(std::string_view line) {
    std::vector<std::string_view> out;
    for (std::size_t i = 0; i < line.size();) {
        std::size_t const end = std::min(line.find_first_of(" \t\r", i), line.size());
        if (end != i) out.push_back(line.substr(i, end - i));
        i = end + 1;
    }
    return out;
}

inline bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

inline std::optional<std::uint32_t> number_of(std::string_view text) {
    std::uint32_t value = 0;
    auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

inline std::string without_dot(std::string_view name) {
    if (name.size() > 1 && name.ends_with('.')) name.remove_suffix(1);
    return std::string{name};
}

class dig_reader {
public:
    explicit dig_reader(std::string_view zone) : zone_(without_dot(zone)) {}

    void read(std::string_view line) {
        auto words = words_of(line);
        if (words.size() > 1 && (words[0] == "$" || words[0] == "+")) {
            finish();
            std::string_view const program = words[1].substr(words[1].rfind('/') + 1);
            if (program == "kdig" || program == "dig") read_command({words.begin() + 2, words.end()});
        } else if (current_) {
            read_output(line, words);
        }
    }

    std::vector<cfdns::flows::dns_observation> take() {
        finish();
        return std::move(all_);
    }

private:
    using outcome = cfdns::flows::dns_outcome;

    void read_command(std::vector<std::string_view> const& words) {
        current_.emplace();
        current_->query_type = "A";
        verified_ = true;
        answered_ = in_answer_ = false;
        for (std::size_t i = 0; i != words.size(); ++i) {
            std::string_view const word = words[i];
            if (word.starts_with('@')) {
                current_->server = word.substr(1);
            } else if (word == "+tcp" || word == "+vc") {
                current_->tcp = true;
            } else if (word.size() == 2 && word[0] == '-' && i + 1 != words.size() &&
                       contains("bcfkpqtxy", word.substr(1))) {
                read_option(word[1], words[++i]);
            } else if (!word.starts_with('+') && !word.starts_with('-')) {
                read_name_or_type(word);
            }
        }
        current_->tcp = current_->tcp || current_->query_type == "AXFR";
    }

    void read_option(char option, std::string_view value) {
        if (option == 'p') current_->port = number_of(value).value_or(0);
        if (option == 'b') current_->from = value.substr(0, value.find('#'));
        if (option == 'q') current_->name = without_dot(value);
        if (option == 't') read_name_or_type(value);
        if (option == 'y') {  // [algorithm:]name:secret; the secret is not kept
            value = value.substr(0, value.rfind(':'));
            current_->key = without_dot(value.substr(value.find(':') + 1));
        }
    }

    void read_name_or_type(std::string_view word) {
        for (std::string_view const type :
             {"SOA", "AXFR", "IXFR", "A", "AAAA", "NS", "CAA", "CNAME", "MX", "TXT"})
            if (word.substr(0, word.find('=')) == type) {
                current_->query_type = type;
                return;
            }
        if (word == "IN") return;
        std::string name = without_dot(word);
        if (name != zone_) current_->name = std::move(name);
    }

    void read_output(std::string_view line, std::vector<std::string_view> const& words) {
        for (std::string_view const text :
             {"failed to verify", "verify signature", "could not be validated"})
            if (contains(line, text)) verified_ = false;
        if (std::size_t const at = line.find("status: "); at != std::string_view::npos)
            set(outcome_of(line.substr(at + 8, line.find_first_of(";,", at) - at - 8)));
        if (std::size_t const at = line.find("replied with error '"); at != std::string_view::npos)
            set(outcome_of(line.substr(at + 20, line.find('\'', at + 20) - at - 20)));
        if (contains(line, "can't connect") || contains(line, "connection refused") ||
            contains(line, "connection reset"))
            set(outcome::connection_refused);
        else if (contains(line, "timeout for") || contains(line, "timed out") ||
                 contains(line, "no servers could be reached"))
            set(outcome::no_response);
        else if (contains(line, "Transfer failed"))  // by dig, which does not say why
            set(outcome::refused);
        if (contains(line, "(TCP)")) current_->tcp = true;
        if (contains(line, "SECTION:")) in_answer_ = contains(line, "ANSWER SECTION:");
        read_time(line);
        if (!line.starts_with(';') && words.size() > 4) read_record(words);
    }

    void read_record(std::vector<std::string_view> const& words) {
        bool const transfer = current_->query_type == "AXFR" || current_->query_type == "IXFR";
        if (words[3] == "TSIG") {
            if (current_->key.empty()) current_->key = without_dot(words[0]);
            for (std::string_view const word : words)
                if (word.starts_with("BAD")) current_->outcome = outcome_of(word), answered_ = true;
            signed_ = true;
            return;
        }
        if (!transfer && !in_answer_) return;
        if (words[3] == "SOA" && words.size() > 6 && !current_->serial)
            current_->serial = number_of(words[6]);
        if (transfer) return set(outcome::noerror);
        if (words[3] != current_->query_type || current_->query_type == "SOA") return;
        std::string value{words[4]};
        for (std::size_t i = 5; i < words.size(); ++i) (value += ' ') += words[i];
        current_->records.push_back(std::move(value));
    }

    // ";; Time 2026-11-26 06:36:23 UTC" or ";; WHEN: Thu Nov 26 06:36:25 UTC 2026"
    void read_time(std::string_view line) {
        if (!contains(line, " UTC")) return;
        std::string const text{line};
        int year = 0, day = 0, hour = 0, minute = 0, second = 0;
        unsigned month = 0;
        char name[4]{};
        if (std::sscanf(text.c_str(), ";; WHEN: %*3s %3s %d %d:%d:%d UTC %d", name, &day, &hour, &minute,
                        &second, &year) == 6)
            month = static_cast<unsigned>(
                std::string_view{"...JanFebMarAprMayJunJulAugSepOctNovDec"}.find(name) / 3);
        else if (std::sscanf(text.c_str(), ";; Time %d-%u-%d %d:%d:%d UTC", &year, &month, &day, &hour,
                             &minute, &second) != 6)
            return;
        std::chrono::year_month_day const date{std::chrono::year{year}, std::chrono::month{month},
                                               std::chrono::day{static_cast<unsigned>(day)}};
        if (date.ok())
            current_->at = std::chrono::sys_days{date} + std::chrono::hours{hour} +
                           std::chrono::minutes{minute} + std::chrono::seconds{second};
    }

    // The first is the most specific.
    void set(outcome is) {
        if (!answered_) current_->outcome = is;
        answered_ = true;
    }

    static outcome outcome_of(std::string_view code) {
        if (code == "NOERROR") return outcome::noerror;
        if (code == "REFUSED") return outcome::refused;
        if (code == "NOTAUTH") return outcome::notauth;
        if (code == "BADSIG") return outcome::badsig;
        if (code == "BADKEY") return outcome::badkey;
        if (code == "BADTIME") return outcome::badtime;
        return outcome::other;
    }

    void finish() {
        if (current_ && answered_) {
            current_->response_is_signed = signed_ && verified_;
            all_.push_back(std::move(*current_));
        }
        current_.reset();
        signed_ = false;
    }

    std::string zone_;
    std::vector<cfdns::flows::dns_observation> all_{};
    std::optional<cfdns::flows::dns_observation> current_{};
    bool answered_ = false, in_answer_ = false, signed_ = false, verified_ = true;
};

inline std::vector<cfdns::flows::dns_observation> read_dig_output(std::string_view text,
                                                                  std::string_view zone) {
    dig_reader reader{zone};
    while (!text.empty()) {
        std::size_t const end = std::min(text.find('\n'), text.size());
        reader.read(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return reader.take();
}

}  // namespace support

#endif
