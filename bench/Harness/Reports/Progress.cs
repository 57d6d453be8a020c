namespace ZipkinMesh.Bench.Harness.Reports;

/// <summary>Writes progress to standard error; standard output carries the result alone.</summary>
public static class Progress
{
    /// <summary>Writes a line with the time of day.</summary>
    public static void Write(string line) => Console.Error.WriteLine($"{DateTime.Now:HH:mm:ss} {line}");
}
