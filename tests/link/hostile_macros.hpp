// Names that <windows.h>, glibc, Qt and X11 define as macros: the library neither minds nor removes them.
// The standard library comes first: its headers do not promise the same.
#ifndef CFDNS_TESTS_LINK_HOSTILE_MACROS_HPP
#define CFDNS_TESTS_LINK_HOSTILE_MACROS_HPP

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <charconv>
#include <chrono>
#include <cmath>
#include <concepts>
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <functional>
#include <future>
#include <initializer_list>
#include <iosfwd>
#include <iostream>
#include <iterator>
#include <limits>
#include <locale>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <ostream>
#include <random>
#include <set>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>
#include <version>

// <windows.h> and what it includes.
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
#define ERROR_SUCCESS 0L
#define IGNORE 0
#define INFINITE 0xFFFFFFFF
#define ABSOLUTE 1
#define RELATIVE 2
#define TRANSPARENT 1
#define near
#define far
#define NEAR
#define FAR
#define pascal
#define cdecl
#define small char
#define hyper long long
#define interface struct
#define GetObject GetObjectA
#define GetMessage GetMessageA
#define GetUserName GetUserNameA
#define GetCurrentTime() 0
#define LoadString LoadStringA
#define SendMessage SendMessageA
#define SetPort SetPortA
#define CreateFile CreateFileA
#define DeleteFile DeleteFileA
#define Yield()
#define STRICT 1
#define DOMAIN 1
#define OVERFLOW 3
#define THIS_FILE 1
#define _T(text) L##text

// glibc: <sys/sysmacros.h>, <stdlib.h>, and what g++ predefines with its extensions.
#define major(device) ((int)(device))
#define minor(device) ((int)(device))
#define makedev(a, b) ((a) + (b))
#define unix 1
#define linux 1
#define i386 1

// Qt without QT_NO_KEYWORDS, and what its own code uses.
#define emit
#define slots
#define signals public
#define foreach for
#define forever for (;;)
#define Q_EMIT
#define Q_SLOTS
#define Q_SIGNALS public
#define Q_OBJECT
#define Q_UNUSED(x) (void)(x);
#define Q_ASSERT(x)
#define Q_FOREACH for

// X11.
#define Bool int
#define Status int
#define None 0L
#define Success 0
#define Always 2
#define True 1
#define False 0

#endif
