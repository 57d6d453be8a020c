using ZipkinMesh.Docs;

if (!File.Exists("ZipkinMesh.slnx"))
{
    Console.Error.WriteLine($"docs: the working directory isn't the root of the repository; run there: {GeneratedFiles.Command}");
    return 1;
}

foreach (var file in GeneratedFiles.Create("."))
{
    File.WriteAllText(file.Path, file.Text);
    Console.WriteLine(file.Path);
}

return 0;
