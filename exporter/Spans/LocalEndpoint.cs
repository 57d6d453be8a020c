namespace ZipkinMesh.Exporter.Spans;

/// <summary>Writes the local endpoint of spans, which is the same for all spans of a service.</summary>
internal static class LocalEndpoint
{
    /// <summary>Returns the field with a comma before it.</summary>
    public static byte[] ToJson(string serviceName, string address)
    {
        var json = new JsonBuffer();
        json.Add(",\"localEndpoint\":{\"serviceName\":"u8);
        json.AddText(serviceName);
        json.Add(",\"ipv4\":"u8);
        json.AddText(address);
        json.Add("}"u8);
        return json.Written.ToArray();
    }
}
