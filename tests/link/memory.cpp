// SPDX-License-Identifier: BSL-1.0
// What becomes of memory: none that is given back holds a secret, and no response takes more than its share. A program of its
// own, because it replaces the allocation functions.
#include <cfdns/cfdns.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

// Spelled in two halves, so that no copy of the whole stands in the program itself.
constexpr char canary_begin[] = "c4n4ry-";
constexpr std::size_t canary_size = 400;

std::size_t in_use = 0, most = 0, dirty = 0;
bool watching = false;

constexpr std::size_t header = alignof(std::max_align_t);

void* allocate(std::size_t size) {
    auto* const block = static_cast<unsigned char*>(std::malloc(size + header));
    if (!block) std::abort();
    std::memcpy(block, &size, sizeof size);
    in_use += size;
    most = (std::max)(most, in_use);
    return block + header;
}

void release(void* memory) {
    if (!memory) return;
    auto* const block = static_cast<unsigned char*>(memory) - header;
    std::size_t size = 0;
    std::memcpy(&size, block, sizeof size);
    if (watching && std::string_view{static_cast<char const*>(memory), size}.find(canary_begin) != std::string_view::npos)
        ++dirty;
    in_use -= size;
    std::free(block);
}

int failures = 0;

void check(bool good, char const* what) {
    if (good) return;
    std::printf("not true: %s\n", what);
    ++failures;
}

template <class Work>
std::size_t dirty_blocks(Work&& work) {
    dirty = 0;
    watching = true;
    work();
    watching = false;
    return dirty;
}

template <class Work>
std::size_t memory_of(Work&& work) {
    std::size_t const before = in_use;
    most = in_use;
    work();
    return most - before;
}

std::string make_canary() {
    std::string out{canary_begin};
    out.resize(canary_size, 'x');
    return out;
}

std::string repeated(std::string_view text, std::size_t count) {
    std::string out;
    out.reserve(text.size() * count);
    for (; count != 0; --count) out += text;
    return out;
}

namespace zt = cfdns::zone_transfers;

void check_wiping() {
    std::string const canary = make_canary();
    check(dirty_blocks([&] { std::string copy = canary; }) == 1, "the test sees what is not wiped");
    check(dirty_blocks([&] { cfdns::secret_string const secret{canary}; }) == 0, "a secret is wiped when it ends");
    check(dirty_blocks([&] {
              cfdns::secret_string a{canary}, b{a};
              cfdns::secret_string c{std::move(a)};
              b = c;
              c = cfdns::secret_string{"other"};
              b = cfdns::secret_string{};
          }) == 0, "a secret is wiped when it is copied, moved and assigned");
    check(dirty_blocks([&] {
              std::string text = canary;
              cfdns::secret_string const secret{std::move(text)};
          }) == 0, "a string that is moved into a secret is wiped");
    check(dirty_blocks([&] { cfdns::credentials const credentials = cfdns::api_token{cfdns::secret_string{canary}}; }) == 0,
          "credentials are wiped");
    check(dirty_blocks([&] {
              std::vector<cfdns::secret_string> many;
              for (int i = 0; i != 20; ++i) many.emplace_back(canary);
          }) == 0, "secrets are wiped when a vector of them moves");

    // A secret that is read: from plain text, in parts as many escapes make it, and from text that ends within it.
    std::string escaped = R"({"success":true,"result":[{"id":"i","algo":"a","name":"n","secret":"\n)" + canary;
    for (int i = 0; i != 500; ++i) escaped += "\\u0041" + std::string(37, 'y');
    for (std::string const& body :
         {R"({"success":true,"result":[{"id":"i","algo":"a","name":"n","secret":")" + canary + "\"}]}", escaped + "\"}]}",
          escaped, escaped + "\"}]"})
        check(dirty_blocks([&] { static_cast<void>(cfdns::parse_full_response<zt::tsigs::list>({200, {}, body})); }) == 0,
              "a secret that is read leaves no copy behind");
}

struct search {
    cfdns::required<cfdns::secret_string> key;
    using response_type = std::string;
    static constexpr auto route = cfdns::get("/search");
    CFDNS_FIELDS(key)
};

// Requests hold the secret, as they must, so they outlive the watch.
void check_writing() {
    constexpr std::size_t least = 300, sizes = 1400;
    for (char const* const before : {"plain", "\"", "\"\"\"\"\"\"\"\"\"", "\xff"})
        for (std::string const& after : {std::string{}, std::string(3000, '1')}) {  // the text grows when it holds the secret
            std::vector<cfdns::result<cfdns::http_request>> made;
            made.reserve(sizes);
            std::vector<zt::tsigs::create> ops;
            for (std::size_t i = 0; i != sizes; ++i) {
                ops.push_back({.account_id = "a", .algo = "hmac-sha512.", .name = std::string(least + i, 'n'),
                               .secret = cfdns::secret_string{std::string{before} + canary_begin + "0123456789"}});
                if (!after.empty()) ops.back().extra.set("after", after);
            }
            check(dirty_blocks([&] {
                      for (auto const& op : ops) made.push_back(cfdns::make_request(op));
                  }) == 0, "a secret that is written leaves no copy behind but the request");
        }
    search const op{.key = cfdns::secret_string{make_canary()}};
    std::vector<cfdns::result<cfdns::http_request>> made;
    made.reserve(1);
    check(dirty_blocks([&] { made.push_back(cfdns::make_request(op)); }) == 0, "a secret in a query leaves no copy behind but the request");
}

struct maps {
    std::optional<std::map<std::string, double>> totals{};
    std::optional<std::map<std::string, std::map<std::string, double>>> deep{};
    cfdns::extra_members extra{};
    CFDNS_FIELDS(totals, deep, extra)
};

struct get_maps {
    using response_type = maps;
    static constexpr auto route = cfdns::get("/maps");
    CFDNS_FIELDS()
};

void check_bounds() {
    constexpr std::size_t size = 1'000'000;
    auto const share = [&](std::string const& body, std::size_t at_most, char const* what) {
        std::size_t const used = memory_of([&] {
            static_cast<void>(cfdns::parse_full_response<zt::peers::list>({200, {}, body}));
            static_cast<void>(cfdns::parse_full_response<zt::incoming::get>({400, {}, body}));
        });
        std::printf("%-40s %9zu bytes of JSON, %9zu bytes of memory\n", what, body.size(), used);
        check(used <= at_most, what);
    };
    constexpr std::size_t small = 200'000;
    share(std::string(size, '['), small, "brackets");
    share(repeated("{\"a\":", size / 5), small, "objects");
    share(R"({"errors":[)" + repeated("0,", size / 2) + "0]}", small, "tiny errors");
    share(R"({"errors":[)" + repeated("\"\",", size / 3) + "0]}", small, "empty errors");
    share(R"({"messages":[)" + repeated("{},", size / 3) + "{}]}", small, "empty messages");
    share(R"({"errors":[)" + repeated(R"({"error_chain":[0,0,0]},)", size / 24) + "0]}", small, "chains of errors");
    share(R"({"success":true,"result":[)" + repeated(R"({"id":5},)", size / 9) + "{}]}", small, "ill-typed elements");
    share(R"({"success":true,"result":{"soa_serial":)" + repeated("[", size), 3 * size, "brackets in a member");  // kept
    share(R"({"x":")" + std::string(size, 'x') + "\"}", small, "an unknown text");
    share(R"({"x":[)" + repeated("0,", size / 2) + "0]}", small, "unknown elements");
    share(R"({"success":true,"result":[)" + repeated(R"({"id":"","name":""},)", size / 20) + R"({"id":"","name":""}]})",
          20 * size, "empty peers");
    share(R"({"success":true,"result":{"peers":[)" + repeated("\"\",", size / 3) + "\"\"]}}", 20 * size, "empty texts");
    auto const map_share = [&](std::string const& json, std::size_t at_most, char const* what) {
        std::string const body = R"({"success":true,"result":)" + json + "}";
        std::size_t const used = memory_of([&] { static_cast<void>(cfdns::parse_full_response<get_maps>({200, {}, body})); });
        std::printf("%-40s %9zu bytes of JSON, %9zu bytes of memory\n", what, json.size(), used);
        check(used <= at_most, what);
    };
    std::string entries, bad;
    for (std::size_t i = 0; entries.size() < size; ++i) entries += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":0";
    for (std::size_t i = 0; bad.size() < size; ++i) bad += (i == 0 ? "\"" : ",\"") + std::to_string(i) + "\":[]";
    map_share("{\"totals\":{" + entries + "}}", 10 * size, "values of a map");
    map_share("{\"totals\":{" + bad + "}}", 4 * size, "ill-typed values of a map");  // kept
    map_share("{\"totals\":{" + repeated("\"a\":0,", size / 6) + "\"a\":1}}", 2 * size, "a repeated name in a map");
    map_share("{\"deep\":{\"" + std::string(size, 'n') + "\":{" + repeated("\"a\":[],", 1000) + "\"a\":1}}}", 10 * size,
              "mismatches below a long name");  // kept, but the name not in each
    map_share(repeated("{\"deep\":{\"a\":", size / 13), 4 * size, "nested maps");  // kept
    // Just behind each growth of a list, of texts that tell where they stand and of texts that do not.
    for (std::size_t count = 17; count < 200'000; count = 2 * count - 1)
        for (std::string const text : {",\"\"", ",\"\\n\"", ",\"b\\n\""}) {
            std::string const body = R"({"success":true,"result":{"peers":["a")" + repeated(text, count - 1) + "]}}";
            share(body, 1000 + 26 * body.size(), "texts behind a growth");
        }
}

struct item {
    std::string id{};
    std::string text{};
    CFDNS_FIELDS(id, text)
};

struct list_items {
    std::optional<std::uint32_t> page{}, per_page{};
    using response_type = std::vector<item>;
    static constexpr auto route = cfdns::get("/items");
    CFDNS_FIELDS(page, per_page)
};

// Pages of fifty items, in a list of so many of them.
std::size_t memory_of_list(std::size_t pages) {
    std::size_t sent = 0;
    auto const transport = [&](cfdns::http_request const&) -> cfdns::result<cfdns::http_response> {
        ++sent;
        std::string result;
        for (std::size_t i = 0; i != 50; ++i)
            result += (i == 0 ? "" : ",") + (R"({"id":")" + std::to_string(sent * 50 + i) + R"(","text":")") + std::string(200, 't') + R"("})";
        return cfdns::http_response{200, {}, R"({"success":true,"result":[)" + result + R"(],"result_info":{"total_pages":)" + std::to_string(pages) + "}}"};
    };
    std::size_t results = 0;
    std::size_t const used = memory_of([&] {
        cfdns::client cloudflare{transport, cfdns::api_token{cfdns::secret_string{"t"}}};
        for (auto const& each : cloudflare.pages(list_items{})) results += each.has_value() ? 1u : 0u;
    });
    check(results == 50 * pages, "all pages are listed");
    return used;
}

void check_machines() {
    std::size_t const few = memory_of_list(3), many = memory_of_list(300);
    std::printf("a list of 3 pages takes %zu bytes, of 300 pages %zu\n", few, many);
    check(many < few + few / 10, "a list takes the memory of one page");

    std::string const canary = make_canary();
    auto const refused = [](cfdns::http_request const&) -> cfdns::result<cfdns::http_response> { return cfdns::http_response{403, {}, ""}; };
    check(dirty_blocks([&] {
              cfdns::credentials const credentials = cfdns::api_token{cfdns::secret_string{canary}};
              cfdns::pages list{list_items{}, credentials};
              cfdns::zones::find_zone look{"example.com", credentials};
              cfdns::client cloudflare{refused, credentials};
              cfdns::client const moved = std::move(cloudflare);
          }) == 0, "the credentials of machines and clients are wiped");
}

}  // namespace

void* operator new(std::size_t size) { return allocate(size); }
void* operator new[](std::size_t size) { return allocate(size); }
void operator delete(void* memory) noexcept { release(memory); }
void operator delete[](void* memory) noexcept { release(memory); }
void operator delete(void* memory, std::size_t) noexcept { release(memory); }
void operator delete[](void* memory, std::size_t) noexcept { release(memory); }

int main() {
    check_wiping();
    check_writing();
    check_bounds();
    check_machines();
    if (failures == 0) std::puts("no memory is given back with a secret in it, and none is wasted");
    return failures == 0 ? 0 : 1;
}
