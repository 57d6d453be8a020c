using System.Text.Json;

namespace ZipkinMesh.Tests.Support.Backends;

/// <summary>A condition under which a backend accepts a span of a report.</summary>
/// <param name="Requirement">What the backend requires.</param>
/// <param name="Source">The code or the schema of the backend that requires it.</param>
/// <param name="Allows">Returns false for a span that the backend rejects, or shows without its service.</param>
internal sealed record ReportRule(string Requirement, string Source, Func<JsonElement, bool> Allows);
