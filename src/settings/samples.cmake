# Turns config/config.yaml, config/meeting_types.yaml and the templates of config/materials into a
# source file in the build tree. Sets EXECASSIST_SAMPLES_SOURCE for the library; configures again when
# one of the files changes.
set(config_folder ${CMAKE_CURRENT_LIST_DIR}/../../config)
file(READ ${config_folder}/config.yaml EXECASSIST_SAMPLE_CONFIG)
file(READ ${config_folder}/meeting_types.yaml EXECASSIST_SAMPLE_RULES)
file(GLOB material_files RELATIVE ${config_folder}/materials CONFIGURE_DEPENDS
  ${config_folder}/materials/*/*.md)
list(SORT material_files)
list(LENGTH material_files EXECASSIST_MATERIAL_COUNT)
set(EXECASSIST_SAMPLE_MATERIALS "")
foreach(path IN LISTS material_files)
  file(READ ${config_folder}/materials/${path} text)
  string(APPEND EXECASSIST_SAMPLE_MATERIALS
    "    Material{\"${path}\", R\"TEMPLATE(${text})TEMPLATE\"},\n")
endforeach()
set(EXECASSIST_SAMPLES_SOURCE ${CMAKE_CURRENT_BINARY_DIR}/generated/samples.cpp)
configure_file(${CMAKE_CURRENT_LIST_DIR}/samples.cpp.in ${EXECASSIST_SAMPLES_SOURCE} @ONLY)
list(TRANSFORM material_files PREPEND ${config_folder}/materials/)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
  ${config_folder}/config.yaml ${config_folder}/meeting_types.yaml ${material_files})
