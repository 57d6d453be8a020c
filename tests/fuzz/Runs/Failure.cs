using System.Text;

namespace ZipkinMesh.Fuzz.Runs;

/// <summary>Represents an input that broke a rule.</summary>
/// <param name="Input">The input, as short as it could be made.</param>
/// <param name="Problem">The exception.</param>
/// <param name="Execution">The number of the execution that found it; 0 for an input of the corpus.</param>
internal sealed record Failure(byte[] Input, Exception Problem, long Execution)
{
    private const int MaxShown = 2000;

    /// <summary>Gets the input with everything escaped but printable ASCII: <c>a\x00\x0a</c>.</summary>
    public string Escaped
    {
        get
        {
            var text = new StringBuilder();
            foreach (var b in Input.AsSpan(0, Math.Min(Input.Length, MaxShown)))
            {
                _ = b is >= 0x20 and < 0x7f && b != '\\' ? text.Append((char)b) : text.Append($"\\x{b:x2}");
            }

            return text.ToString();
        }
    }

    /// <summary>Gets the input in hexadecimal.</summary>
    public string Hex => Convert.ToHexStringLower(Input.AsSpan(0, Math.Min(Input.Length, MaxShown)));
}
