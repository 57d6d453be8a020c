namespace ZipkinMesh.Local;

/// <summary>The one place that writes: whole lines, of the runner and of all roles, in the order of their arrival.</summary>
internal sealed class MeshOutput(TextWriter output, IEnumerable<Role> roles, bool colour)
{
    private readonly Lock _lock = new();
    private readonly LogPrefixer _prefixer = new([.. roles.Select(role => role.Name)], colour);

    /// <summary>A line of the runner itself.</summary>
    public void Say(string line)
    {
        lock (_lock)
        {
            output.WriteLine(line);
        }
    }

    /// <summary>A line of a role.</summary>
    public void Pass(Role role, string line) => Say(_prefixer.Prefix(role.Name, line));
}
