// Names that <windows.h>, glibc's <sys/sysmacros.h> and Qt define as macros: the library neither minds nor removes them.
// The standard library comes first: its headers do not promise the same.
#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <chrono>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <functional>
#include <iosfwd>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#define min(a, b) (((a) < (b)) ? (a) : (b))
#define max(a, b) (((a) > (b)) ? (a) : (b))
#define DELETE (0x00010000L)
#define ERROR 0
#define IN
#define OUT
#define OPTIONAL
#define CONST const
#define VOID void
#define TRUE 1
#define FALSE 0
#define NO_ERROR 0L
#define near
#define far
#define small char
#define interface struct
#define GetObject GetObjectA
#define GetMessage GetMessageA
#define SendMessage SendMessageA
#define CreateFile CreateFileA
#define STRICT 1
#define DOMAIN 1
#define OVERFLOW 3
#define major(device) ((int)(device))
#define minor(device) ((int)(device))
#define makedev(a, b) ((a) + (b))
#define unix 1
#define linux 1
#define emit
#define slots
#define signals public
#define foreach for
#define forever for (;;)

#include <cfdns/cfdns.hpp>

#if !defined(min) || !defined(max) || !defined(DELETE) || !defined(ERROR) || !defined(IN) || !defined(OUT) || \
    !defined(OPTIONAL) || !defined(near) || !defined(far) || !defined(small) || !defined(interface) ||        \
    !defined(GetObject) || !defined(major) || !defined(minor) || !defined(emit) || !defined(slots) ||         \
    !defined(signals) || !defined(foreach) || !defined(linux)
#error "a header of the library took a macro of the program's away"
#endif

int main() {
    namespace zt = cfdns::zone_transfers;
    auto const request = cfdns::make_request(zt::incoming::delete_{.zone_id = "269d8f4853475ca241c4e730be286b20"});
    return request.has_value() && cfdns::to_string(request.value().method) == "DELETE" ? 0 : 1;
}
