# Programs of this project: its tests and its examples. Nothing here is installed or seen by a parent project.

set(CMAKE_CXX_EXTENSIONS OFF)

find_package(Threads REQUIRED)

# What every program of this project is compiled with.
add_library(cfdns_program INTERFACE)
target_link_libraries(cfdns_program INTERFACE Threads::Threads)
if(TARGET Boost::json)
  target_link_libraries(cfdns_program INTERFACE cfdns::cfdns)
else()
  add_library(cfdns_boost_json STATIC EXCLUDE_FROM_ALL "${PROJECT_SOURCE_DIR}/tests/support/boost_json.cpp")
  target_link_libraries(cfdns_boost_json PUBLIC cfdns::header_only)
  target_link_libraries(cfdns_program INTERFACE cfdns_boost_json)
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang")
  target_compile_options(cfdns_program INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wold-style-cast $<$<BOOL:${CFDNS_WERROR}>:-Werror>)
  if(MINGW)  # test programs are few and large sources
    target_compile_options(cfdns_program INTERFACE -Wa,-mbig-obj)
  endif()
elseif(MSVC)
  target_compile_options(cfdns_program INTERFACE /W4 /permissive- /utf-8 $<$<BOOL:${CFDNS_WERROR}>:/WX>)
endif()

# What is compiled once, for the programs that do not prove that the library is header-only, and a target for what each
# transport adds; libraries.txt says which program uses them.
foreach(target IN ITEMS cfdns_compiled cfdns_testing)
  target_compile_options(${target} PRIVATE "$<TARGET_PROPERTY:cfdns_program,INTERFACE_COMPILE_OPTIONS>")
endforeach()
foreach(name IN LISTS CFDNS_TRANSPORTS)
  if(cfdns_${name}_FOUND)
    add_library(cfdns_definitions_${name} STATIC EXCLUDE_FROM_ALL "${PROJECT_SOURCE_DIR}/tests/support/definitions/${name}.cpp")
    target_compile_definitions(cfdns_definitions_${name} PUBLIC CFDNS_SEPARATE_TRANSPORT)
    target_link_libraries(cfdns_definitions_${name} PUBLIC cfdns::${name} cfdns::compiled PRIVATE cfdns_program)
  endif()
endforeach()

set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${CMAKE_CURRENT_LIST_DIR}/libraries.txt")
file(STRINGS "${CMAKE_CURRENT_LIST_DIR}/libraries.txt" CFDNS_LIBRARY_LINES REGEX "^[^#]")

# cfdns_libraries(FOUND MISSING FILE...): what libraries.txt says that these files need.
function(cfdns_libraries found_libraries missing)
  set(found)
  set(lacking)
  foreach(file IN LISTS ARGN)
    cmake_path(ABSOLUTE_PATH file NORMALIZE)
    foreach(line IN LISTS CFDNS_LIBRARY_LINES)
      string(REGEX MATCHALL "[^ ]+" words "${line}")
      list(POP_FRONT words pattern)
      string(REGEX REPLACE "([.+])" "\\\\\\1" pattern "${PROJECT_SOURCE_DIR}/${pattern}")
      string(REPLACE "*" ".*" pattern "${pattern}")
      if(file MATCHES "^${pattern}$")
        foreach(library IN LISTS words)
          if(cfdns_${library}_FOUND)
            list(APPEND found ${library})
          else()
            list(APPEND lacking ${library})
          endif()
        endforeach()
      endif()
    endforeach()
  endforeach()
  list(REMOVE_DUPLICATES found)
  list(REMOVE_DUPLICATES lacking)
  set(${found_libraries} ${found} PARENT_SCOPE)
  set(${missing} ${lacking} PARENT_SCOPE)
endfunction()

# cfdns_add_program(NAME [HEADER_ONLY | HEADER_ONLY_TRANSPORT] FILE... [LIKE FILE...]): an executable, unless one of the files
# needs a library that is not here. The files after LIKE only say which libraries it needs.
function(cfdns_add_program name)
  cmake_parse_arguments(program "HEADER_ONLY;HEADER_ONLY_TRANSPORT" "" LIKE ${ARGN})
  cfdns_libraries(libraries missing ${program_UNPARSED_ARGUMENTS} ${program_LIKE})
  if(missing)
    message(STATUS "${name} is left out: not found: ${missing}")
    return()
  endif()
  add_executable(${name} ${program_UNPARSED_ARGUMENTS})
  if(NOT program_HEADER_ONLY)
    target_link_libraries(${name} PRIVATE cfdns::testing)
  endif()
  if(program_HEADER_ONLY OR program_HEADER_ONLY_TRANSPORT)
    list(TRANSFORM libraries PREPEND cfdns::)
  else()
    list(TRANSFORM libraries PREPEND cfdns_definitions_)
  endif()
  target_link_libraries(${name} PRIVATE ${libraries} cfdns_program)
  set_property(DIRECTORY "${PROJECT_SOURCE_DIR}" APPEND PROPERTY CFDNS_PROGRAMS ${name})
endfunction()

# A program's test runs without the settings of whoever runs it: no credential, no network.
function(cfdns_forget_settings)
  set(settings CLOUDFLARE_API_TOKEN CLOUDFLARE_API_KEY CLOUDFLARE_EMAIL CLOUDFLARE_API_USER_SERVICE_KEY CLOUDFLARE_BASE_URL
    CLOUDFLARE_ACCOUNT_ID CLOUDFLARE_ZONE_ID)
  list(TRANSFORM settings APPEND "=unset:")
  set_tests_properties(${ARGN} PROPERTIES ENVIRONMENT_MODIFICATION "${settings}")
endfunction()
