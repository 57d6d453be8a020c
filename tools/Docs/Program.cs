using ZipkinMesh.Docs;

foreach (var file in GeneratedFiles.Create(Checkout.Folder))
{
    File.WriteAllText(Path.Combine(Checkout.Folder, file.Path), file.Text);
    Console.WriteLine(file.Path);
}
