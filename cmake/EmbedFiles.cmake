# cmake -DOUTPUT=x.cpp "-DFILES=a.yaml;b.yaml" -P EmbedFiles.cmake: the files as string literals in one source.
set(text "#include \"model/Model.h\"\nconst fastidious::EmbeddedFile fastidious::EmbeddedModel[] = {\n")
foreach(file IN LISTS FILES)
  file(READ ${file} content)
  get_filename_component(name ${file} NAME)
  string(APPEND text "{\"${name}\", R\"~model~(${content})~model~\"},\n")
endforeach()
string(APPEND text "{nullptr, nullptr}};\n")
file(WRITE ${OUTPUT} "${text}")
