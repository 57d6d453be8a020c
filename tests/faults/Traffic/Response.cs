namespace ZipkinMesh.Faults.Traffic;

/// <summary>Represents the response to a request.</summary>
/// <param name="Status">The status code; 0 when the connection ended without a response.</param>
/// <param name="IsComplete">False when the body was cut off.</param>
/// <param name="Body">The number of body bytes received.</param>
/// <param name="ToHead">The time from the start of the request to the end of the response's head.</param>
/// <param name="ToEnd">The time from the start of the request to the end of the response.</param>
internal readonly record struct Response(int Status, bool IsComplete, long Body, TimeSpan ToHead, TimeSpan ToEnd)
{
    /// <summary>Returns the status as reports show it: <c>200</c>, <c>200 cut</c>, <c>none</c>.</summary>
    public override string ToString() => Status == 0 ? "none" : IsComplete ? $"{Status}" : $"{Status} cut";
}
