namespace ZipkinMesh.Fuzz.Differential.Requests;

/// <summary>Represents something unusual in a request.</summary>
/// <param name="Name">Its name in reports and in the list of known differences.</param>
/// <param name="Apply">Changes a request.</param>
/// <param name="Framing">The framing that it is about; null for any.</param>
internal sealed record Oddity(string Name, Action<OddRequest> Apply, Framing? Framing = null)
{
    /// <summary>Creates an oddity that sets the line of a header.</summary>
    public static Oddity Line(string name, string header, string line, Framing? framing = null) => new(name, request => request.Set(header, line), framing);

    /// <summary>Creates an oddity that adds a line.</summary>
    public static Oddity Added(string name, string line, Framing? framing = null) => new(name, request => request.Lines.Add(line), framing);
}
