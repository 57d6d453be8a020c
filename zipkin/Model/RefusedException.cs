namespace ZipkinMesh.Zipkin.Model;

/// <summary>A request that is answered with its fault: the status and the message, as the body.</summary>
internal sealed class RefusedException(string message, int status = StatusCodes.Status400BadRequest) : Exception(message)
{
    public int Status => status;
}
