namespace ZipkinMesh.Compare.Reports;

/// <summary>What it is at, line by line, apart from the result.</summary>
internal static class Progress
{
    public static void Say(string line) => Console.Error.WriteLine($"{DateTime.Now:HH:mm:ss} {line}");
}
